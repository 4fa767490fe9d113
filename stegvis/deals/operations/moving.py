"""Moving a deal: the verb that the whole product turns on."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.core.written import Written, WrittenUpdate, insert_written
from stegvis.deals.floors import refuse_floor
from stegvis.deals.gates import SOLD, Gate, gate_for
from stegvis.deals.models import Deal, LostReason, StageMove, StageVisit
from stegvis.deals.operations.competing import forget_winners
from stegvis.deals.paths import LOST, deal_after
from stegvis.deals.versions import counterpart, way_back
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.operations.telling import tell_followers
from stegvis.workspaces.permissions import Actor, require, signed


class GateClosed(Refused):
    """A move lacks evidence: hard criteria, or soft ones and no sentence that says why it goes on anyway."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(_("Evidence from the buyer is missing."))


@transaction.atomic
def move_deal(deal: Deal, to_stage: Stage, *, by: Actor, **how) -> StageMove:
    """Move `deal` to `to_stage` of its own version, and return the move; `how` is as for `make_move`."""
    return make_move(deal, to_stage, by=by, **how)


def make_move(
    deal: Deal,
    to_stage: Stage,
    *,
    by: Actor,
    reason: str = "",
    seen: Stage | int | None = None,
    at: datetime | None = None,
    lost_reason: LostReason | None = None,
    wake_on: date | None = None,
) -> StageMove:
    """What `move_deal` does, within a transaction that is under way.

    `reason` is the sentence that goes on without soft evidence; `seen` is the stage the mover believed the deal to be
    in; `at` is for the demo and imports only. Raises PermissionDenied, ChangedMeanwhile, GateClosed, Refused.
    """
    refresh(deal)
    require(by, "edit", deal)
    _refuse_surprise(deal, seen)
    gate = _judge(deal, to_stage, reason)
    move = _append(deal, to_stage, gate, by=by, reason=reason, at=at or timezone.now())
    if to_stage.kind in LOST and deal.status not in LOST:
        # Who won it the last time says nothing about this one. The way back, `step_back`, lets it stand.
        forget_winners([deal.pk], by.workspace.pk)
    _follow(deal, to_stage, move, lost_reason, wake_on)
    if at is None:
        _tell(deal, to_stage, by)
    return move


@transaction.atomic
def step_back(
    deal: Deal,
    *,
    by: Actor,
    reason: str,
    lost_reason: LostReason | None = None,
    wake_on: date | None = None,
) -> StageMove:
    """Lead `deal` back to where its last move came from, by another move. No gate judges this: it has been there.

    Prices may have changed since it was won. Raises PermissionDenied, and Refused for a deal's first move, and for
    prices below the floor on the way back to won.
    """
    refresh(deal)
    require(by, "edit", deal)
    last = deal.moves.select_related("from_stage").last()
    if last is None or last.from_stage is None:
        raise Refused(_("This was the deal's first step."))
    to_stage = counterpart(deal, last.from_stage)
    _refuse_price(deal, to_stage)
    move = _append(deal, to_stage, Gate((), (), ()), by=by, reason=reason, at=timezone.now())
    _follow(deal, to_stage, move, lost_reason, wake_on)
    _tell(deal, to_stage, by)
    return move


def win_deal(deal: Deal, *, by: Actor, **how) -> StageMove:
    """Move `deal` to its version's won stage; the same arguments and errors as `move_deal`."""
    return move_deal(deal, first_of_kind(deal, StageKind.WON), by=by, **how)


def lose_deal(deal: Deal, *, by: Actor, lost_reason: LostReason | None, **how) -> StageMove:
    """Move `deal` to its version's lost stage. Why it was lost is asked for: Refused without a reason."""
    if lost_reason is None:
        raise Refused(_("Say why the deal was lost: choose a reason."))
    return move_deal(deal, first_of_kind(deal, StageKind.LOST), by=by, lost_reason=lost_reason, **how)


def park_deal(deal: Deal, *, by: Actor, wake_on: date | None, **how) -> StageMove:
    """Move `deal` to its version's parked stage until the day `wake_on`; Refused without a day in the future."""
    if wake_on is None or wake_on <= timezone.localdate():
        raise Refused(_("Choose a day in the future on which the deal wakes up."))
    return move_deal(deal, first_of_kind(deal, StageKind.PARKED), by=by, wake_on=wake_on, **how)


def reopen_deal(deal: Deal, *, by: Actor, **how) -> StageMove:
    """Move a won, lost or parked `deal` back to the open stage it was last in (the first one where it was in none)."""
    if deal.status == StageKind.OPEN:
        raise Refused(_("This deal is open already."))
    back = way_back(deal, deal.stage.version.stages.filter(kind=StageKind.OPEN))
    return move_deal(deal, back or first_of_kind(deal, StageKind.OPEN), by=by, **how)


def first_of_kind(deal: Deal, kind: str) -> Stage:
    """The first stage of `kind` in the deal's version; Refused where the process has none."""
    stage = deal.stage.version.stages.filter(kind=kind).first()
    if stage is None:
        raise Refused(_("The process has no stage of the kind “%(kind)s”.") % {"kind": StageKind(kind).label})
    return stage


def _refuse_surprise(deal: Deal, seen: Stage | int | None) -> None:
    expected = seen.pk if isinstance(seen, Stage) else seen
    if expected is None or expected == deal.stage_id:
        return
    move = deal.moves.select_related("by").last()
    who = move.by.name if move and move.by else _("Somebody else")
    facts = {"who": who, "stage": deal.stage.name}
    raise ChangedMeanwhile([], _("%(who)s moved this deal to “%(stage)s” in the meantime.") % facts)


def _judge(deal: Deal, to_stage: Stage, reason: str) -> Gate:
    if to_stage.version_id != deal.stage.version_id:
        raise Refused(_("This stage belongs to another process or version."))
    if to_stage.pk == deal.stage_id:
        raise Refused(_("The deal is in this stage already."))
    _refuse_price(deal, to_stage)
    gate = gate_for(deal, to_stage)
    if gate.hard or (gate.soft and not reason.strip()):
        raise GateClosed(gate)
    return gate


def _refuse_price(deal: Deal, to_stage: Stage) -> None:
    """A price below the floor stops winning as a hard gate does, until a manager has approved it."""
    if to_stage.kind in SOLD and deal.stage.kind not in SOLD:
        refuse_floor(deal)


def _append(deal: Deal, to_stage: Stage, gate: Gate, *, by: Actor, reason: str, at: datetime) -> StageMove:
    """The move, and with it the end of one visit and the begin of the next."""
    facts = {"seller": deal.owner_id, "amount": deal.amount, "currency": deal.currency}
    last = next(iter(LAST(workspace=deal.workspace_id, deal=deal.pk)), None)
    if last:
        ENDED(workspace=deal.workspace_id, visit=last[0], left_at=at, next_stage=to_stage.pk, **facts)
    sequence = last[1] + 1 if last else 1
    begin_visit(deal, sequence, to_stage.pk, at)
    move = StageMove(
        workspace_id=deal.workspace_id,
        deal=deal,
        sequence=sequence,
        from_stage=deal.stage if last else None,
        to_stage=to_stage,
        at=at,
        **signed(by),
        reason=reason.strip(),
        missing=[one.text for one in gate.soft],
        skipped=[stage.pk for stage in gate.skipped],
    )
    insert_written(move)
    return move


def _last(workspace: int, deal: int) -> QuerySet:
    visits = StageVisit.objects.filter(workspace=workspace, deal=deal)
    return visits.order_by("-sequence").values_list("pk", "sequence")[:1]


def _ended(workspace: int, visit: int, **facts) -> tuple[QuerySet, dict]:
    return StageVisit.objects.filter(workspace=workspace, pk=visit), facts


LAST, ENDED = Written(_last), WrittenUpdate(_ended)


def begin_visit(deal: Deal, sequence: int, stage_id: int, at: datetime) -> None:
    """The deal's stay in the stage that it comes into."""
    facts = {"seller_id": deal.owner_id, "amount": deal.amount, "currency": deal.currency}
    visit = StageVisit(workspace_id=deal.workspace_id, deal=deal, sequence=sequence, stage_id=stage_id, **facts)
    visit.entered_at = at
    insert_written(visit)


def _follow(deal: Deal, to_stage: Stage, move: StageMove, lost_reason, wake_on: date | None) -> None:
    """The deal's own copy of what its last move says."""
    facts = deal_after(to_stage, move.at, was_closed_at=deal.closed_at, contacted_at=deal.contacted_at)
    if to_stage.kind not in LOST:
        lost_reason = None
    elif to_stage.kind == StageKind.AFTER_LOST:
        lost_reason = deal.lost_reason
    facts |= {"stage": to_stage, "lost_reason": lost_reason, "wake_on": wake_on, "woken_on": None}
    facts |= {"updated_at": timezone.now()}
    for name, value in facts.items():
        setattr(deal, name, value)
    kept = {name: value.pk if isinstance(value, Model) else value for name, value in facts.items()}
    FOLLOWED(workspace=deal.workspace_id, deal=deal.pk, **kept)


def _followed(workspace: int, deal: int, **facts) -> tuple[QuerySet, dict]:
    return Deal.with_deleted.filter(workspace=workspace, pk=deal), facts


FOLLOWED = WrittenUpdate(_followed)


def _tell(deal: Deal, to_stage: Stage, by: Actor) -> None:
    """Who follows the deal or its company hears of it."""
    act = {StageKind.WON: "won", StageKind.LOST: "lost"}.get(StageKind(to_stage.kind), "moved")
    also = [("company", deal.company_id)] if deal.company_id else []
    tell_followers(act, deal, by=by, also=also, stage=to_stage.name)
