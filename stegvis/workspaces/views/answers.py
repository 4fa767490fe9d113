"""How views of this app answer an act."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.models import Deletion, Undo
from stegvis.workspaces.operations.undoing import kept_undo


def address(request: HttpRequest, name: str, *args) -> str:
    """The address of a view of this workspace."""
    return reverse(f"workspaces:{name}", args=[request.member.workspace.slug, *args])  # type: ignore[attr-defined]


def act(request: HttpRequest, verb: Callable[[], Any], done: str, back: str) -> HttpResponse:
    """Do `verb`, say `done` (or why it was refused), and go back to the address `back`.

    Undo is offered where `verb` kept what takes it back.
    """
    try:
        verb()
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, done, undo_kept(request))
    return go(request, back)


def undo_address(request: HttpRequest, done: Deletion | Undo) -> str:
    """Where the Undo of a deletion, or of another act that can be taken back, posts to."""
    return address(request, "restoration" if isinstance(done, Deletion) else "undoing", done.pk)


def undo_kept(request: HttpRequest) -> str:
    """Where the Undo of what this request did posts to; empty where nothing was kept."""
    kept = kept_undo(request.member)  # type: ignore[attr-defined]
    return undo_address(request, kept) if kept else ""


def local(request: HttpRequest, wish: str | None, otherwise: str) -> str:
    """`wish` if it is an address of this site, else `otherwise`."""
    ours = url_has_allowed_host_and_scheme(wish or "", {request.get_host()}, require_https=request.is_secure())
    return wish if wish and ours else otherwise


def number_in(text: str) -> int | None:
    """The whole number that `text` is, if any database can hold it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
