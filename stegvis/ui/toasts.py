"""Toasts: what just happened and the way back. Kept as Django messages, so they survive a redirect."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message


@dataclass(frozen=True)
class Toast:
    """One sentence; `undo` is an address to post to, or empty."""

    text: str
    undo: str
    wrong: bool


def toast(request, text: str, undo_url: str = "") -> None:
    """Say what was done, after this answer or on the next page; `undo_url` is posted to by its Undo button."""
    messages.add_message(request, messages.SUCCESS, text, extra_tags=undo_url)


def warn(request, text: str) -> None:
    """Say what could not be done; shown like a toast, with a warning sign."""
    # Before its middleware has run (a wrong host name, say) there is nowhere to keep a message.
    messages.add_message(request, messages.ERROR, text, fail_silently=True)


def waiting(request) -> list[Toast]:
    """The toasts not shown yet; asking for them counts as showing them."""
    if not hasattr(request, "_messages"):
        return []
    return [_toast(message) for message in messages.get_messages(request)]


def _toast(message: Message) -> Toast:
    return Toast(str(message.message), message.extra_tags or "", message.level >= messages.WARNING)


def any_waiting(request) -> bool:
    """Whether there is something to say that has not been said in this answer."""
    kept = getattr(request, "_messages", None)
    return kept is not None and not kept.used and len(kept) > 0
