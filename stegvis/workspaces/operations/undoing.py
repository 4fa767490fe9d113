"""Taking acts back: whoever does something that takes away or overwrites keeps here what it was before.

Deletions of records are taken back by `restore_deletion`; this is for everything else.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Undo
from stegvis.workspaces.permissions import Actor, member_of

# Does the opposite of one verb; may say a sentence about what it could not do. Raises Refused, PermissionDenied.
Taker = Callable[[Mapping[str, Any], Actor], str | None]
_takers: dict[str, Taker] = {}


def takes_back(verb: str) -> Callable[[Taker], Taker]:
    """Decorator: the function takes back acts of this `verb`, given what was kept and by whom."""

    def register(taker: Taker) -> Taker:
        _takers[verb] = taker
        return taker

    return register


def keep_undo(verb: str, before: Mapping[str, Any], *, by: Actor, what: str = "") -> Undo:
    """Keep what it takes to take back what `by` just did. `before` is JSON."""
    if verb not in _takers:
        raise ValueError(f"Nothing takes back {verb}.")
    facts = {"verb": verb, "what": what[:300], "before": dict(before)}
    kept = Undo.objects.create(workspace=by.workspace, by=member_of(by), **facts)
    by.__dict__["kept_undo"] = kept
    return kept


def kept_undo(by: Actor) -> Undo | None:
    """What takes back the last act that this object of an actor did: in a request, the act of the request."""
    return by.__dict__.get("kept_undo")


@transaction.atomic
def take_back_act(undo: Undo, *, by: Actor) -> str:
    """Take an act back, once; only who did it can. Returns what could not be taken back, in a sentence, or nothing.

    Raises Refused, PermissionDenied.
    """
    kept = Undo.objects.filter(workspace=by.workspace, pk=undo.pk, by=member_of(by)).select_for_update().first()
    if kept is None or kept.undone_at is not None:
        raise Refused(_("This was taken back already."))
    left = _takers[kept.verb](kept.before, by)
    kept.undone_at = timezone.now()
    kept.save(update_fields=["undone_at"])
    return left or ""
