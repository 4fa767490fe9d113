"""Steps as people take them: evidence and move together, and the way back from a step just taken."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.models import Deal, LostReason, StageMove
from stegvis.deals.operations.competing import say_lost_to
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import make_move, step_back
from stegvis.deals.versions import counterpart
from stegvis.processes.models import ExitCriterion, Stage, StageKind
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor


class Asked(Refused):
    """A step that needs one more word: why a deal was lost, or when a parked one wakes up."""


@transaction.atomic
def take_step(
    deal: Deal,
    to_stage: Stage,
    *,
    by: Actor,
    shown: Mapping[ExitCriterion, str] | None = None,
    lost_reason: LostReason | None = None,
    lost_to: str = "",
    wake_on: date | None = None,
    **how,
) -> StageMove:
    """Tick what the buyer has `shown` (criterion -> note) and move to `to_stage`: kept together, refused together.

    `to_stage` may be of another version: its counterpart in the deal's own is meant. `lost_to` names the competitor
    who won a lost deal instead. `how` is as for `move_deal`. Raises what `record_evidence` and `move_deal` raise,
    and Asked.
    """
    to_stage = counterpart(deal, to_stage)
    _ask_for_more(to_stage, lost_reason, wake_on)
    for criterion, note in (shown or {}).items():
        record_evidence(deal, criterion, by=by, note=note)
    move = make_move(deal, to_stage, by=by, lost_reason=lost_reason, wake_on=wake_on, **how)
    if lost_to and to_stage.kind == StageKind.LOST:
        say_lost_to(deal, lost_to, by=by)
    return move


@transaction.atomic
def take_back(
    deal: Deal, sequence: int, *, by: Actor, lost_reason: LostReason | None = None, wake_on: date | None = None
) -> StageMove:
    """Correct the deal's move number `sequence` by another one that leads back; history keeps both.

    `lost_reason` and `wake_on` are what the deal knew before. Raises ChangedMeanwhile where the deal has moved since,
    and what `step_back` raises.
    """
    refresh(deal)
    move = deal.moves.select_related("to_stage").last()
    if move is None or move.sequence != sequence:
        raise ChangedMeanwhile([], _("The deal has moved on since then. Nothing was taken back."))
    reason = _("Took back the step to “%(stage)s”.") % {"stage": move.to_stage.name}
    return step_back(deal, by=by, reason=reason, lost_reason=lost_reason, wake_on=wake_on)


def _ask_for_more(to_stage: Stage, lost_reason: LostReason | None, wake_on: date | None) -> None:
    if to_stage.kind == StageKind.LOST and lost_reason is None and _has_reasons(to_stage):
        raise Asked(_("Say why the deal was lost: choose a reason."))
    if to_stage.kind == StageKind.PARKED and (wake_on is None or wake_on <= timezone.localdate()):
        raise Asked(_("Choose a day in the future on which the deal wakes up."))


def _has_reasons(stage: Stage) -> bool:
    return LostReason.objects.filter(workspace=stage.workspace_id, archived=False).exists()
