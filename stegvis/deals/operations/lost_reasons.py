"""Why deals are lost: the workspace's own list."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import LostReason
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "lost_reason"


def ensure_lost_reasons(workspace: Workspace, language: str) -> list[LostReason]:
    """The workspace's lost reasons; the usual ones in `language` are made where it has none at all.

    Asks for no permission: it completes what another verb (a first process, an import) was allowed to do.
    """
    known = list(LostReason.objects.filter(workspace=workspace))
    if known:
        return known
    with translation.override(language):
        names = usual_reasons()
    reasons = [LostReason(workspace=workspace, name=name, position=place) for place, name in enumerate(names)]
    return LostReason.objects.bulk_create(reasons)


def usual_reasons() -> list[str]:
    """What deals are usually lost for, in the language active now; the most frequent first."""
    return [
        _("Price"),
        _("Timing"),
        _("No budget"),
        _("Chose a competitor"),
        _("No decision"),
        _("No need"),
        _("No contact"),
    ]


@transaction.atomic
def add_lost_reason(workspace: Workspace, name: str, *, by: Actor) -> LostReason:
    """A new reason at the end of the list; Refused without a name, or with one that is there already."""
    reason = LostReason(workspace=workspace)
    require(by, "processes", reason)
    reason.name = _free_name(reason, name)
    last = LostReason.objects.filter(workspace=workspace).aggregate(last=Max("position"))["last"]
    reason.position = 0 if last is None else last + 1
    reason.save()
    return reason


@transaction.atomic
def rename_lost_reason(reason: LostReason, name: str, *, by: Actor) -> LostReason:
    """Call `reason` otherwise, on the deals lost for it too; Refused as `add_lost_reason`."""
    require(by, "processes", reason)
    reason.name = _free_name(reason, name)
    reason.save(update_fields=["name"])
    return reason


@transaction.atomic
def archive_lost_reason(reason: LostReason, *, by: Actor, archived: bool = True) -> LostReason:
    """Offer `reason` no longer (or again). Deals lost for it keep it."""
    require(by, "processes", reason)
    keep_undo(VERB, {"reason": reason.pk, "archived": reason.archived}, by=by, what=reason.name)
    reason.archived = archived
    reason.save(update_fields=["archived"])
    return reason


@takes_back(VERB)
def _offer_as_before(before: Mapping[str, Any], by: Actor) -> None:
    reason = LostReason.objects.filter(workspace=by.workspace, pk=before["reason"]).first()
    if reason is None:
        raise Refused(_("This can no longer be taken back."))
    archive_lost_reason(reason, by=by, archived=before["archived"])


@transaction.atomic
def shift_lost_reason(reason: LostReason, step: int, *, by: Actor) -> list[LostReason]:
    """Move `reason` one place earlier (-1) or later (1) among those in use; the list as it stands then comes back."""
    require(by, "processes", reason)
    every = LostReason.objects.filter(workspace=reason.workspace_id)
    reasons = sorted(every, key=lambda one: (one.archived, one.position, one.pk))
    place = next((n for n, one in enumerate(reasons) if one.pk == reason.pk), 0)
    other = place + step
    if 0 <= other < len(reasons) and reasons[other].archived == reasons[place].archived:
        reasons[place], reasons[other] = reasons[other], reasons[place]
    for position, one in enumerate(reasons):
        one.position = position
    every.bulk_update(reasons, ["position"])
    return reasons


def _free_name(reason: LostReason, name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= 200:
        raise Refused(_("A lost reason needs a name of at most 200 characters."))
    if LostReason.objects.filter(workspace=reason.workspace_id, name=name).exclude(pk=reason.pk).exists():
        raise Refused(_("There is a lost reason called “%(name)s” already.") % {"name": name})
    return name
