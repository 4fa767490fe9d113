"""Moving many deals as one act, and back: rows, not objects; each gets its own move, as if it had been moved alone."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows
from stegvis.deals.floors import sentence, unapproved
from stegvis.deals.gates import SOLD
from stegvis.deals.models import Deal, LostReason, StageMove, StageVisit
from stegvis.deals.operations.competing import forget_winners
from stegvis.deals.operations.recording import MOVE_COLUMNS, VISIT_COLUMNS, moment
from stegvis.deals.paths import LOST, deal_after
from stegvis.deals.queries.judging import Judge, Missing
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.permissions import Actor, require, signed


class Row(NamedTuple):
    """What a move needs to know of a deal; `sequence` is that of its last move."""

    pk: int
    title: str
    stage_id: int
    closed_at: datetime | None
    lost_reason_id: int | None
    wake_on: date | None
    owner_id: int | None
    amount: Decimal | None
    currency: str
    sequence: int = 0


FACTS = ("pk", *Row._fields[1:-1])


class Step(NamedTuple):
    """One deal's move: where to, and what history notes beside it."""

    deal: Row
    to_stage: Stage
    missing: Missing = Missing()
    lost_reason_id: int | None = None
    wake_on: date | None = None


@dataclass
class Moved:
    """`before`: for each moved deal its id, the number of its new move, its lost reason and wake-up day (JSON).

    `stopped`: id, title and why, of those that a rule kept where they are.
    """

    before: list[list] = field(default_factory=list)
    stopped: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def move_deals(
    ids: Sequence[int],
    to_stage: Stage,
    *,
    by: Actor,
    reason: str = "",
    lost_reason: LostReason | None = None,
    wake_on: date | None = None,
) -> Moved:
    """Move the deals `ids`, which `by` may change, to `to_stage` or its counterpart in their versions.

    The same gates hold as for a single move: who lacks hard evidence stays, who lacks soft evidence goes on with a
    `reason` only. Deals that are there already are passed by in silence. Raises PermissionDenied.
    """
    require(by, "edit")
    deals, done, steps = _locked(ids, by), Moved(), []
    stages = _stages({deal.stage_id for deal in deals}, by)
    judge = Judge(by.workspace.pk, [deal.pk for deal in deals], stages)
    meant = {pk: _counterpart(stage, to_stage) for pk, stage in stages.items()}
    goals = {deal.pk: meant[deal.stage_id] for deal in deals}
    dear = _below_floor(deals, stages, goals, by)
    for deal in deals:
        stage, goal = stages[deal.stage_id], goals[deal.pk]
        lacking = judge.missing(deal.pk, stage, goal) if goal and goal != stage else Missing()
        if why := _obstacle(goal, lacking, reason) or dear.get(deal.pk, ""):
            done.stopped.append((deal.pk, deal.title, why))
        elif goal is not None and goal != stage:
            steps.append(Step(deal, goal, lacking, _lost_because(deal, goal, lost_reason), wake_on))
    _write(steps, by=by, reason=reason.strip())
    lost = [one.deal.pk for one in steps if one.to_stage.kind in LOST and stages[one.deal.stage_id].kind not in LOST]
    if lost:
        forget_winners(lost, by.workspace.pk)
    done.before = [_before(step.deal) for step in steps]
    return done


def _below_floor(
    deals: Sequence[Row], stages: Mapping[int, Stage], goals: Mapping[int, Stage | None], by: Actor
) -> dict[int, str]:
    """Of the deals that would be sold now those that nobody may sell at their prices, with the reason.

    `goals` are by deal.
    """
    open_ones = [deal for deal in deals if stages[deal.stage_id].kind not in SOLD]
    sold = [deal.pk for deal in open_ones if (goal := goals[deal.pk]) and goal.kind in SOLD]
    return {pk: sentence(lines) for pk, lines in unapproved(sold, by.workspace.pk).items()} if sold else {}


def _obstacle(goal: Stage | None, lacking: Missing, reason: str) -> str:
    """What stops a move, in a sentence; nothing where it may be done."""
    if goal is None:
        return _("Its process has no such stage.")
    if lacking.hard:
        return _("Locked: %(criteria)s") % {"criteria": _texts(lacking.hard)}
    if lacking.soft and not reason.strip():
        return _("Evidence is missing: %(criteria)s") % {"criteria": _texts(lacking.soft)}
    return ""


def _texts(criteria: Iterable) -> str:
    return " · ".join(one.text for one in criteria)


def _lost_because(deal: Row, goal: Stage, lost_reason: LostReason | None) -> int | None:
    """The reason stays with a deal as long as it is among the lost."""
    if goal.kind == StageKind.AFTER_LOST:
        return deal.lost_reason_id
    return lost_reason.pk if lost_reason and goal.kind == StageKind.LOST else None


@transaction.atomic
def step_deals_back(before: Iterable[Sequence], *, by: Actor) -> int:
    """Lead deals back from the moves that `Moved.before` tells of, by further moves; returns how many.

    Those that have moved on since stay where they are, as do those whose prices are below the floor by now and that
    would be won again. No gate judges this. Raises PermissionDenied.
    """
    require(by, "edit")
    known = {pk: (sequence, reason, wake) for pk, sequence, reason, wake in before}
    deals = [deal for deal in _locked(list(known), by) if deal.sequence == known[deal.pk][0]]
    came = StageMove.objects.filter(workspace=by.workspace, deal__in=[deal.pk for deal in deals])
    origins: dict[tuple, int] = {
        (deal, sequence): stage
        for deal, sequence, stage in came.values_list("deal", "sequence", "from_stage").order_by()
    }
    back = {deal.pk: origins[deal.pk, deal.sequence] for deal in deals}
    stages = _stages({*back.values(), *(deal.stage_id for deal in deals)}, by)
    goals = {deal.pk: _counterpart(stages[deal.stage_id], stages[back[deal.pk]]) for deal in deals}
    dear, steps = _below_floor(deals, stages, goals, by), []
    for deal in deals:
        _sequence, reason, wake = known[deal.pk]
        goal = goals[deal.pk]
        if goal is not None and deal.pk not in dear:
            steps.append(Step(deal, goal, Missing(), reason, wake and date.fromisoformat(wake)))
    names = {step.deal.stage_id: stages[step.deal.stage_id].name for step in steps}
    for stage_id, name in names.items():
        said = _("Took back the step to “%(stage)s”.") % {"stage": name}
        _write([step for step in steps if step.deal.stage_id == stage_id], by=by, reason=said)
    return len(steps)


def _locked(ids: Sequence[int], by: Actor) -> list[Row]:
    """The living deals among `ids`, held until the transaction ends, each with the number of its last move."""
    rows = Deal.objects.filter(workspace=by.workspace, pk__in=ids).order_by("pk").select_for_update()
    found = [Row(*values) for values in rows.values_list(*FACTS)]
    visits = StageVisit.objects.filter(workspace=by.workspace, deal__in=[deal.pk for deal in found]).order_by()
    last = dict(visits.values_list("deal").annotate(last=Max("sequence")))
    return [deal._replace(sequence=last.get(deal.pk, 0)) for deal in found]


def _stages(ids: Iterable[int], by: Actor) -> dict[int, Stage]:
    return Stage.objects.filter(workspace=by.workspace).in_bulk(list(ids))


def _counterpart(stage: Stage, to_stage: Stage) -> Stage | None:
    """As `versions.counterpart`: what `to_stage` means in the version of `stage`; None where it means nothing."""
    if stage.version_id == to_stage.version_id:
        return to_stage
    if stage.process_id != to_stage.process_id:
        return None
    like = Stage.objects.filter(workspace=stage.workspace_id, version=stage.version_id, kind=to_stage.kind)
    own = like.filter(lineage=to_stage.lineage).first()
    return own or (like.first() if to_stage.kind != StageKind.OPEN else None)


def _before(deal: Row) -> list:
    return [deal.pk, deal.sequence + 1, deal.lost_reason_id, deal.wake_on and deal.wake_on.isoformat()]


def _write(steps: Sequence[Step], *, by: Actor, reason: str) -> None:
    """The moves, the ends of the visits and the begins of the next, and what the deals know of themselves then."""
    if not steps:
        return
    at = timezone.now()
    _end_visits(steps, at)
    insert_rows(StageVisit, VISIT_COLUMNS, [_visit(step, by, at) for step in steps])
    insert_rows(StageMove, MOVE_COLUMNS, [_move(step, by, at, reason) for step in steps])
    _follow(steps, by, at)


def _end_visits(steps: Sequence[Step], at: datetime) -> None:
    """The stay that has not ended goes to its end; what the deal is worth and whose it is, is kept beside it."""
    now = Deal.with_deleted.filter(workspace=steps[0].to_stage.workspace_id, pk=OuterRef("deal"))
    kept = {
        "seller": now.values("owner")[:1],
        "amount": now.values("amount")[:1],
        "currency": now.values("currency")[:1],
    }
    visits = StageVisit.objects.filter(workspace=steps[0].to_stage.workspace_id, left_at=None, next_stage=None)
    for goal in {step.to_stage for step in steps}:
        leaving = [step.deal.pk for step in steps if step.to_stage == goal]
        ended = {name: Subquery(value) for name, value in kept.items()}
        visits.filter(deal__in=leaving).update(left_at=at, next_stage=goal, **ended)


def _visit(step: Step, by: Actor, at: datetime) -> tuple:
    deal = step.deal
    return (
        *(by.workspace.pk, deal.pk, deal.sequence + 1, step.to_stage.pk, moment(at), None, None),
        *(deal.owner_id, deal.amount, deal.currency),
    )


def _move(step: Step, by: Actor, at: datetime, reason: str) -> tuple:
    deal, who = step.deal, signed(by)
    return (
        *(by.workspace.pk, deal.pk, deal.sequence + 1, deal.stage_id if deal.sequence else None, step.to_stage.pk),
        *(moment(at), who["by"] and who["by"].pk, who["automation"], reason),
        json.dumps([one.text for one in step.missing.soft]),
        json.dumps([stage.pk for stage in step.missing.skipped]),
        *(False, moment(at)),
    )


def _follow(steps: Sequence[Step], by: Actor, at: datetime) -> None:
    """Deals that end alike are written together."""
    alike: dict[tuple, list[int]] = defaultdict(list)
    goals = {step.to_stage.pk: step.to_stage for step in steps}
    for step in steps:
        after = deal_after(step.to_stage, at, was_closed_at=step.deal.closed_at)
        key: tuple[Any, ...] = (step.to_stage.pk, after["closed_at"], step.lost_reason_id, step.wake_on)
        alike[key].append(step.deal.pk)
    for (goal, closed_at, lost_reason, wake_on), ids in alike.items():
        facts: Mapping[str, Any] = deal_after(goals[goal], at) | {"closed_at": closed_at, "wake_on": wake_on}
        rows = Deal.objects.filter(workspace=by.workspace, pk__in=ids)
        rows.update(stage=goals[goal], lost_reason=lost_reason, updated_at=at, **facts)
