"""What the reader chose for itself and functions without a request need: how days are written, whose photo is shown.

Set for each request beside language and time zone, and forgotten with it.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

PATTERNS = {"iso": "yyyy-MM-dd", "dots": "dd.MM.yyyy", "slashes": "dd/MM/yyyy", "month": "MM/dd/yyyy"}


@dataclass(frozen=True)
class Personal:
    """`dates` is a key of PATTERNS or "" for the language's own way; `faces` names members' photos by their id."""

    dates: str = ""
    faces: Mapping[str, str] = field(default_factory=dict)
    slug: str = ""


PLAIN = Personal()
_now: ContextVar[Personal] = ContextVar("personal", default=PLAIN)


def activate(personal: Personal) -> None:
    """From now on, in this thread."""
    _now.set(personal)


def deactivate() -> None:
    """As for somebody who chose nothing."""
    _now.set(PLAIN)


def dates() -> str:
    """How the reader wants days written."""
    return _now.get().dates


def face(member_id: int | None) -> str:
    """The address of a member's photo; "" for one without."""
    now = _now.get()
    version = now.faces.get(str(member_id))
    return f"/w/{now.slug}/members/{member_id}/photo/?v={version}" if version else ""
