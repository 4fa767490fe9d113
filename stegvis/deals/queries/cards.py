"""The cards of a board: the newest of every column, in one query, as light rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from heapq import merge
from itertools import islice
from operator import itemgetter

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone

from stegvis.core.written import Written
from stegvis.deals.models import Deal, Evidence
from stegvis.deals.queries.slices import LIMIT_OF_PARTS, first_of_slices
from stegvis.deals.queries.stages import StageRow, Stages
from stegvis.people.models import Company
from stegvis.processes.models import ExitCriterion, StageKind
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

CARDS = 25
# Up to so many owners, each one's deals are walked by themselves; beyond, the column is walked and sifted.
FEW = 12
RANK, ID, STAGE = range(3)
FIELDS = ("title", "amount", "currency", "owner_id", "owner__name", "private", "entered_at", "stale_at", "status")
NEXT = ("next_task_id", "next_task__title", "next_task__kind", "next_on")


@dataclass(frozen=True, slots=True)
class Card:
    """A deal on the board. `age` is whole days in the stage (None: unknown), `usual` how many are expected."""

    id: int
    stage: int
    title: str
    company: str | None
    amount: Decimal | None
    currency: str
    owner_id: int | None
    owner: str | None
    private: bool
    age: int | None
    stale: bool
    usual: int | None
    met: int
    of: int
    open: bool
    next_id: int | None
    next: str | None
    next_kind: str | None
    next_on: date | None


@dataclass(frozen=True)
class Stack:
    """Cards of one column, and where the next ones begin ("rank-id"); empty when these are the last."""

    cards: list[Card]
    after: str = ""


def stacks_of(
    member: Member,
    columns: Mapping[int, Collection[int]],
    stages: Stages,
    seen: QuerySet | None,
    owners: frozenset[int] | None = None,
    after: tuple[int, int] | None = None,
) -> dict[int, Stack]:
    """The newest cards of each column (head -> ids of its stages) among the deals `seen`, from `after` (rank, id) on.

    `owners` are whose deals the filters left, which only chooses the way they are found. `seen` None stands for all
    that the member sees of these columns and owners, which is asked by a written query: not with `after`, nor with
    owners that are not `few`.
    """
    slices = [slice_ for ids in columns.values() for slice_ in _slices(ids, owners)]
    if seen is None:
        rows = _first(member, slices)
    else:
        rows = first_of_slices(_rows(seen, member, after), slices, CARDS + 1)
    by_stage = defaultdict(list)
    for row in rows:
        by_stage[row[STAGE]].append(row)
    chosen = {head: _newest([by_stage[one] for one in ids]) for head, ids in columns.items()}
    met = count_evidence(member, [row[ID] for rows in chosen.values() for row in rows[:CARDS]])
    now = timezone.now()
    return {head: _stack(rows, stages, met, now) for head, rows in chosen.items()}


def card_of(member: Member, deal_id: int, stages: Stages, seen: QuerySet) -> Card | None:
    """The card of one deal if it is among the deals `seen`; None where it is not."""
    row = _rows(seen.filter(pk=deal_id), member, None).first()
    if row is None or row[STAGE] not in stages.by_id:
        return None
    return _card(row, stages.by_id[row[STAGE]], count_evidence(member, [deal_id]), timezone.now())


def count_evidence(member: Member, deals: Sequence[int]) -> dict[int, int]:
    """Of how many of its stage's criteria each of `deals` has evidence; those without any are left out."""
    if not deals:
        return {}
    met: dict[int, int] = defaultdict(int)
    rows = TICKS(workspace=member.workspace_id, deals=deals)
    for deal_id, _lineage in {(deal, lineage) for deal, lineage, deletion in rows if deletion is None}:
        met[deal_id] += 1
    return met


def _ticks(workspace: int, deals: Sequence[int]) -> QuerySet:
    asked = ExitCriterion.objects.filter(stage=OuterRef("deal__stage"), lineage=OuterRef("lineage"))
    # Deleted ticks are left out there and not in the query: SQLite would walk the index of what is not deleted.
    ticks = Evidence.with_deleted.filter(Exists(asked), workspace=workspace, deal__in=deals)
    return ticks.order_by().values_list("deal_id", "lineage", "deletion_id")


TICKS = Written(_ticks)


def few(owners: frozenset[int] | None) -> bool:
    """Whether each owner's deals are walked by themselves."""
    return owners is not None and 0 not in owners and len(owners) <= FEW


def _slices(ids: Collection[int], owners: frozenset[int] | None) -> list[tuple[int, ...]]:
    if owners is None or not few(owners):
        return [(stage,) for stage in ids]
    return [(stage, owner) for stage in ids for owner in sorted(owners)]


def _first(member: Member, slices: Sequence[tuple[int, ...]]) -> list[tuple]:
    """The newest cards of each slice among all that `member` sees."""
    seen = colleagues(member, scope_of(member, "see"))
    if not slices or seen == []:
        return []
    asked = [dict(zip(("stage", "owner"), one, strict=False)) for one in slices]
    found: list[tuple] = []
    values = {"workspace": member.workspace_id, "member": member.pk} | ({"owners": seen} if seen else {})
    for start in range(0, len(asked), LIMIT_OF_PARTS):
        found += FIRST.each(asked[start : start + LIMIT_OF_PARTS], **values)
    return found


def _newest_of(
    workspace: int, member: int, stage: int, owner: int | None = None, owners: Sequence[int] | None = None
) -> QuerySet:
    seen = Deal.objects.seen_by(workspace, member, owners).filter(stage=stage)
    seen = seen if owner is None else seen.filter(owner=owner)
    return _named_rows(seen, company_name(member, owners))[: CARDS + 1]


FIRST = Written(_newest_of)


def _rows(seen: QuerySet, member: Member, after: tuple[int, int] | None) -> QuerySet:
    if after is not None:
        rank, pk = after
        seen = seen.filter(Q(rank__lt=rank) | Q(rank=rank, pk__lt=pk), rank__lte=rank)
    return _named_rows(seen, name_of_company(member))


def _named_rows(seen: QuerySet, company: Case) -> QuerySet:
    named = seen.annotate(company_name=company).order_by("-rank", "-id")
    return named.values_list("rank", "id", "stage_id", *FIELDS, *NEXT, "company_name")


def name_of_company(member: Member) -> Case:
    """As an expression on deals: the company's name, empty where `member` may not see the company."""
    return company_name(member.pk, colleagues(member, scope_of(member, "see")))


def company_name(member: int, scope: Sequence[int] | None) -> Case:
    """The same for written queries: `scope` are whose records the member sees, None for everybody's."""
    named = Company.named.through.objects.filter(company=OuterRef("company"), member=member)
    open_to = Q(company__private=False) | Q(company__owner=member)
    if scope is not None:
        open_to &= Q(company__owner__isnull=True) | Q(company__owner__in=scope)
    living = Q(company__deletion__isnull=True)
    return Case(When(living & (open_to | Exists(named)), then=F("company__name")), output_field=CharField())


def _newest(parts: Sequence[list[tuple]]) -> list[tuple]:
    """At most CARDS + 1 rows of parts that are in order each."""
    together = merge(*parts, key=itemgetter(RANK, ID), reverse=True) if len(parts) > 1 else parts[0]
    return list(islice(together, CARDS + 1))


def _stack(rows: list[tuple], stages: Stages, met: Mapping[int, int], now: datetime) -> Stack:
    shown = rows[:CARDS]
    cards = [_card(row, stages.by_id[row[STAGE]], met, now) for row in shown]
    return Stack(cards, f"{shown[-1][RANK]}-{shown[-1][ID]}" if len(rows) > CARDS else "")


def _card(row: tuple, stage: StageRow, met: Mapping[int, int], now: datetime) -> Card:
    _rank, pk, _stage, title, amount, currency, owner_id, owner, private, entered_at, stale_at, *rest, company = row
    age = (now - entered_at).days if entered_at else None
    stale = stale_at is not None and stale_at <= now
    found = met.get(pk, 0)
    return Card(
        pk, stage.id, title, company, amount, currency, owner_id, owner, private,
        age, stale, stage.expected_days, found, stage.criteria, rest[0] == StageKind.OPEN, *rest[1:],
    )  # fmt: skip
