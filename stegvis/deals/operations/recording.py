"""Deals with a past: recorded as they were, many at once. What imports and the demo use.

The rows that result are those that single moves at the same times would have given; only the gates are not asked,
because nobody knows today what the buyer had shown then.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from stegvis.core.bulk import insert_rows, reserve_ids, update_rows
from stegvis.deals.gates import passed_over
from stegvis.deals.models import Deal, DealCompetitor, DealLine, Evidence, Period, StageMove, StageVisit, Stakeholder
from stegvis.deals.operations.competing import forget_winners
from stegvis.deals.paths import LOST, closed_after, deal_after, stays
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.operations.own_values import as_json_text, insert_values
from stegvis.workspaces.permissions import Actor, Automation, member_of, require


@dataclass(slots=True)
class Step:
    """A deal came into `stage` at `at` (None where nobody knows). `by_id` is the member who moved it, if known.

    `missing` are texts of criteria without evidence, `reason` is why it went on.
    """

    stage: Stage
    at: datetime | None
    by_id: int | None = None
    reason: str = ""
    missing: Sequence[str] = ()


@dataclass(slots=True)
class Proof:
    """A criterion was ticked: `by_id` is the member who did, else `automation` says what did."""

    criterion_id: int
    lineage: str
    note: str
    link: str
    by_id: int | None
    automation: str
    at: datetime


@dataclass(slots=True)
class Line:
    """A product on a deal; `product_id` is None for one that is not on the price list."""

    name: str
    product_id: int | None = None
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    period: str = Period.ONCE


@dataclass(slots=True)
class PastDeal:
    """A deal to record: its facts, and the path it took (at least one step, all of one version)."""

    title: str
    steps: Sequence[Step]
    currency: str
    amount: Decimal | None = None
    amount_from_lines: bool = False
    company_id: int | None = None
    owner_id: int | None = None
    team_id: int | None = None
    external_id: str = ""
    source: str = ""
    description: str = ""
    private: bool = False
    created_at: datetime | None = None
    expected_close: date | None = None
    wake_on: date | None = None
    lost_reason_id: int | None = None
    person_ids: Sequence[int] = ()
    tag_ids: Sequence[int] = ()
    named_ids: Sequence[int] = ()
    lines: Sequence[Line] = field(default=())
    own: dict[str, Any] | None = None
    evidence: Sequence[Proof] = ()
    rival_ids: Sequence[int] = ()
    won_by_id: int | None = None


DEAL_COLUMNS = (
    "id workspace_id created_at updated_at deletion_id owner_id private source external_id process_id stage_id status "
    "title company_id amount currency amount_from_lines expected_close team_id entered_at stale_at closed_at wake_on "
    "lost_reason_id after_id rank description fields"
).split()
MOVE_COLUMNS = (
    "workspace_id deal_id sequence from_stage_id to_stage_id at by_id automation reason missing skipped "
    "evidence_unknown recorded_at"
).split()
VISIT_COLUMNS = (
    "workspace_id deal_id sequence stage_id entered_at left_at next_stage_id seller_id amount currency"
).split()
EVIDENCE_COLUMNS = (
    "workspace_id created_at updated_at deletion_id deal_id criterion_id lineage note link by_id automation at"
).split()
RIVAL_COLUMNS = "workspace_id deal_id competitor_id won added_at added_by_id".split()
LINE_COLUMNS = "workspace_id deal_id product_id name quantity price period position".split()
FOLLOWING = "stage_id status entered_at stale_at closed_at updated_at rank lost_reason_id".split()


# Without savepoints of its own: within one, SQLite keeps a journal in memory for the tally's trigger and walks it from
# its start at every row (100,000 deals took 117 seconds, now 12).
@transaction.atomic(savepoint=False)
def record_deals(deals: Sequence[PastDeal], *, by: Actor, now: datetime | None = None) -> list[int]:
    """Write `deals` with their moves and visits; returns their ids in the order of `deals`.

    A deal without `created_at` counts as made at its first known step, else `now`. Moves say `evidence_unknown`.
    Raises PermissionDenied when `by` may not create, ValueError for a deal without steps.
    """
    require(by, "create")
    now = now or timezone.now()
    ids = list(reserve_ids(Deal, len(deals)))
    pairs = list(zip(ids, deals, strict=True))
    workspace = by.workspace.pk
    insert_rows(Deal, DEAL_COLUMNS, (_deal_row(pk, deal, workspace, now) for pk, deal in pairs))
    insert_rows(StageMove, MOVE_COLUMNS, _all_moves(pairs, MoveRows(by, now)))
    insert_rows(StageVisit, VISIT_COLUMNS, _all_visits(pairs, workspace))
    _insert_belongings(pairs, workspace)
    insert_values("deal", ((pk, deal.own) for pk, deal in pairs), by=by)
    if evidence := [row for pk, deal in pairs for row in evidence_rows(workspace, pk, deal.evidence, now)]:
        insert_rows(Evidence, EVIDENCE_COLUMNS, evidence)
    if rivals := [row for pk, deal in pairs for row in rival_rows(pk, deal.rival_ids, by, now, deal.won_by_id)]:
        insert_rows(DealCompetitor, RIVAL_COLUMNS, rivals)
    return ids


def path_facts(steps: Sequence[Step], closed_at: datetime | None = None, contacted_at: datetime | None = None) -> dict:
    """What a deal copies from the last of `steps`; the times are what it said before the first."""
    for step in steps[:-1]:
        closed_at = closed_after(step.stage, step.at, closed_at)
    last = steps[-1]
    return deal_after(last.stage, last.at, was_closed_at=closed_at, contacted_at=contacted_at)


class MoveRows:
    """Makes rows of MOVE_COLUMNS; remembers which stages lie between two others."""

    def __init__(self, by: Actor, now: datetime):
        self.workspace, self.recorded = by.workspace.pk, moment(now)
        self.automation = by.name if isinstance(by, Automation) else ""
        self.member = None if isinstance(by, Automation) else by.pk
        self.between: dict[tuple[int, int], str] = {}

    def of(
        self, deal_id: int, steps: Sequence[Step], before: Stage | None = None, sequence: int = 1
    ) -> Iterator[tuple]:
        """The moves along `steps`, the first with the number `sequence`, coming from the stage `before`."""
        for place, step in enumerate(steps, start=sequence):
            yield (
                *(self.workspace, deal_id, place, before and before.id, step.stage.id, moment(step.at)),
                *(step.by_id or self.member, self.automation, step.reason, _listed(step.missing)),
                self._skipped(before, step.stage),
                *(True, self.recorded),
            )
            before = step.stage

    def _skipped(self, before: Stage | None, to: Stage) -> str:
        """The same stages that a single move would note."""
        if before is None:
            return "[]"
        way = before.id, to.id  # not `pk`, which asks the model for its key: this is done for every move
        if way not in self.between:
            self.between[way] = json.dumps([stage.pk for stage in passed_over(before, to)])
        return self.between[way]


def _listed(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False) if texts else "[]"


def visit_rows(
    workspace: int, deal_id: int, steps: Sequence[Step], sequence: int, deal: PastDeal | Deal
) -> Iterator[tuple]:
    """Rows of VISIT_COLUMNS for `steps`; who sold is the mover where known, else the owner of `deal`."""
    owner, amount, currency, before = deal.owner_id, deal.amount, deal.currency, sequence - 1
    times = [(step.stage.id, moment(step.at)) for step in steps]
    found = stays(times)  # the times as the database takes them
    for (place, stage, entered, left, following), step in zip(found, steps, strict=True):
        seller = step.by_id or owner
        yield (workspace, deal_id, before + place, stage, entered, left, following, seller, amount, currency)


@lru_cache(maxsize=1 << 14)
def _adapted(value: datetime) -> str:
    """As text, for PostgreSQL too: what comes again is written once, not anew by the driver for each row."""
    return str(connection.ops.adapt_datetimefield_value(value))


def moment(value: datetime | None) -> str | None:
    """A moment as the database in use wants it in a bulk row."""
    return value and _adapted(value)  # type: ignore[return-value]  # a moment is never false


def _deal_row(pk: int, deal: PastDeal, workspace: int, now: datetime) -> tuple:
    if not deal.steps:
        raise ValueError("A deal needs at least one step.")
    last = deal.steps[-1].stage
    facts = path_facts(deal.steps)
    lost_reason = deal.lost_reason_id if last.kind in LOST else None
    made_at = deal.created_at or next((step.at for step in deal.steps if step.at), now)
    return (
        *(pk, workspace, moment(made_at), moment(now), None, deal.owner_id, deal.private, deal.source),
        *(deal.external_id, last.process_id, last.id, last.kind, deal.title, deal.company_id, deal.amount),
        *(deal.currency, deal.amount_from_lines, deal.expected_close, deal.team_id, moment(facts["entered_at"])),
        *(moment(facts["stale_at"]), moment(facts["closed_at"]), deal.wake_on, lost_reason, None),
        *(facts["rank"], deal.description, as_json_text(deal.own)),
    )


def _all_moves(pairs: Iterable[tuple[int, PastDeal]], rows: MoveRows) -> list[tuple]:
    """A list, because MoveRows asks the database, and PostgreSQL answers nothing while rows are copied in."""
    return [row for pk, deal in pairs for row in rows.of(pk, deal.steps)]


def _all_visits(pairs: Iterable[tuple[int, PastDeal]], workspace: int) -> Iterator[tuple]:
    for pk, deal in pairs:
        yield from visit_rows(workspace, pk, deal.steps, 1, deal)


def _insert_belongings(pairs: Sequence[tuple[int, PastDeal]], workspace: int) -> None:
    """Products, people and tags of the deals."""
    lines = [row for pk, deal in pairs for row in line_rows(workspace, pk, deal.lines)]
    people = [(workspace, pk, person) for pk, deal in pairs for person in deal.person_ids]
    tags = [(pk, tag) for pk, deal in pairs for tag in deal.tag_ids]
    if lines:
        insert_rows(DealLine, LINE_COLUMNS, lines)
    if people:
        insert_rows(Stakeholder, ("workspace_id", "deal_id", "person_id"), people)
    if tags:
        insert_rows(Deal.tags.through, ("deal_id", "tag_id"), tags)
    if named := [(pk, member) for pk, deal in pairs for member in deal.named_ids]:
        insert_rows(Deal.named.through, ("deal_id", "member_id"), named)


def evidence_rows(workspace: int, deal_id: int, evidence: Sequence[Proof], now: datetime) -> list[tuple]:
    """Rows of EVIDENCE_COLUMNS."""
    return [
        (
            *(workspace, moment(one.at), moment(now), None, deal_id, one.criterion_id, one.lineage, one.note, one.link),
            *(one.by_id, one.automation, moment(one.at)),
        )
        for one in evidence
    ]


def rival_rows(
    deal_id: int, competitors: Iterable[int], by: Actor, now: datetime, winner: int | None = None
) -> list[tuple]:
    """Rows of RIVAL_COLUMNS; `winner` is the competitor who won the deal."""
    member = member_of(by)
    return [
        (by.workspace.pk, deal_id, one, one == winner, moment(now), member.pk if member else None)
        for one in competitors
    ]


def line_rows(workspace: int, deal_id: int, lines: Sequence[Line]) -> list[tuple]:
    """Rows of LINE_COLUMNS."""
    return [
        (workspace, deal_id, line.product_id, line.name, line.quantity, line.price, line.period, place)
        for place, line in enumerate(lines)
    ]


@transaction.atomic(savepoint=False)
def extend_path(deal: Deal, steps: Sequence[Step], *, by: Actor, now: datetime | None = None) -> None:
    """Append `steps` to the history of `deal`, as it was elsewhere; the deal follows the last of them.

    `deal` comes with its stage. Times may be unknown but should not lie before the last known move. Raises
    PermissionDenied.
    """
    extend_paths([(deal, steps)], by=by, now=now)


@transaction.atomic(savepoint=False)
def extend_paths(longer: Sequence[tuple[Deal, Sequence[Step]]], *, by: Actor, now: datetime | None = None) -> None:
    """What `extend_path` does, for many deals of one workspace at once."""
    for deal, _steps in longer:
        require(by, "edit", deal)
    if not longer:
        return
    now, workspace = now or timezone.now(), by.workspace.pk
    last, rows = _last_visits(workspace, [deal.pk for deal, _steps in longer]), MoveRows(by, now)
    ended, moves, visits = [], [], []
    for deal, steps in longer:
        visit = last.get(deal.pk)
        first = visit.sequence + 1 if visit else 1
        if visit:
            ended.append((moment(steps[0].at), steps[0].stage.pk, visit.seller_id or deal.owner_id, visit.pk))
        moves += rows.of(deal.pk, steps, deal.stage if visit else None, first)
        visits += visit_rows(workspace, deal.pk, steps, first, deal)
    update_rows(StageVisit, ("left_at", "next_stage_id", "seller_id"), ended)
    insert_rows(StageMove, MOVE_COLUMNS, moves)
    insert_rows(StageVisit, VISIT_COLUMNS, visits)
    forget_winners([deal.pk for deal, steps in longer if _is_lost_anew(deal, steps)], workspace)
    _follow(longer, now)


def _is_lost_anew(deal: Deal, steps: Sequence[Step]) -> bool:
    kinds = [deal.stage.kind, *(step.stage.kind for step in steps)]
    return any(after == StageKind.LOST and before not in LOST for before, after in pairwise(kinds))


def _last_visits(workspace: int, deals: Sequence[int]) -> dict[int, StageVisit]:
    visits = StageVisit.objects.filter(workspace=workspace, deal__in=deals).order_by("deal", "sequence")
    return {visit.deal_id: visit for visit in visits.only("deal_id", "sequence", "seller_id")}


def _follow(longer: Sequence[tuple[Deal, Sequence[Step]]], now: datetime) -> None:
    """The deals' own copies of what their last moves say."""
    rows = []
    for deal, steps in longer:
        known = (deal.closed_at, deal.contacted_at)
        facts = path_facts(steps, *known) | {"stage": steps[-1].stage, "updated_at": now}
        if steps[-1].stage.kind not in LOST:
            facts["lost_reason"] = None
        for name, value in facts.items():
            setattr(deal, name, value)
        times = (moment(deal.entered_at), moment(deal.stale_at), moment(deal.closed_at), moment(now))
        rows.append((deal.stage_id, deal.status, *times, deal.rank, deal.lost_reason_id, deal.pk))
    update_rows(Deal, FOLLOWING, rows)
