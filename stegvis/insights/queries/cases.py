"""The cases that deals are: what those that began in the period went through, the newest first up to a cap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.deals.conversion import CENT, rates_on
from stegvis.deals.models import Deal, StageVisit
from stegvis.discovery.histories import Stay
from stegvis.insights.asked import Asked
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.conforming import Model
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import deals_of, stage_ids, stages_of
from stegvis.processes.models import Branch, Stage, StageKind
from stegvis.ui.formats import number

# Of more deals the newest are read: what a hundred thousand stays say changes no proposal, and a reader waits.
MOST_DEALS = 20_000
OTHER = "other"
DAY = 86_400


class _Row(NamedTuple):
    deal: int
    stage: int
    entered: datetime | None
    days: float | None
    amount: Decimal | None
    currency: str


@dataclass
class Told:
    """Cases of deals, the names of their steps, and what has to be said about what is not in them."""

    cases: list[Case]
    names: Mapping[str, str]
    notes: list[str]

    def way(self, steps: Sequence[str]) -> str:
        """Steps by their names, one after the other."""
        return " → ".join(self.name(step) for step in steps)

    def name(self, step: str) -> str:
        """A step as readers know it."""
        return self.names.get(step, step)


def read_cases(asked: Asked) -> Told:
    """The deals of the process that began in the period, each with all its stays, in whatever version they were."""
    first = _beginnings(asked)
    stages = {one.pk: one for one in stages_of(asked)}
    names = {one.lineage: one.name for one in sorted(stages.values(), key=lambda one: one.version_id)}
    rows = _rows(asked, first)
    rates = rates_on(asked.workspace, {row.currency for row in rows}, min(asked.end, asked.today))
    cases = list(_cases(rows, stages, rates))
    notes = [*_capped(cases), *_without_rate(rows, rates), *_unknown(asked)]
    return Told(cases, names | {OTHER: _("a stage of another process")}, notes)


def _rows(asked: Asked, first: QuerySet) -> list[_Row]:
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.telling import rows_of_cases

        return [_Row(*row) for row in rows_of_cases(asked, MOST_DEALS)]
    rows = _visits(asked, first).iterator(chunk_size=5_000)
    return [_Row(deal, stage, at, _days(at, left), amount, code) for deal, stage, at, left, amount, code in rows]


def _days(entered: datetime | None, left: datetime | None) -> float | None:
    """The length of a stay; None where nobody knows it."""
    return max(0.0, (left - entered).total_seconds() / DAY) if entered and left else None


def deals_like(asked: Asked, cases: Iterable[Case]) -> QuerySet:
    """The deals that these cases are."""
    return deals_of(asked).filter(pk__in=[case.key for case in cases])


def model_of(asked: Asked) -> Model:
    """How deals of the process should go: in the chosen version, else in the one in force."""
    version = asked.version or (asked.process.current_id if asked.process else None)
    stages = {one.pk: one for one in stages_of(asked) if one.version_id == version}
    branches = Branch.objects.filter(workspace=asked.member.workspace_id, stage__in=list(stages))
    ways = {(stages[a].lineage, stages[b].lineage) for a, b in branches.values_list("stage_id", "to_id") if b in stages}
    ordered = sorted(stages.values(), key=lambda one: (one.position, one.pk))
    steps = tuple(one.lineage for one in ordered if one.kind == StageKind.OPEN)
    return Model(steps, {one.lineage: one.kind for one in ordered}, frozenset(ways))


def _beginnings(asked: Asked) -> QuerySet:
    """The first stays of the deals that are meant; where all time is asked for, those of unknown time too."""
    visits = StageVisit.objects.filter(workspace=asked.member.workspace_id, sequence=1, stage__in=stage_ids(asked))
    if not asked.is_all_time:
        visits = visits.filter(entered_at__gte=asked.begin, entered_at__lt=asked.after)
    return visits.filter(deal__in=deals_of(asked).order_by().values("pk")).order_by("-entered_at", "-deal")


def _visits(asked: Asked, first: QuerySet) -> QuerySet:
    visits = StageVisit.objects.filter(workspace=asked.member.workspace_id, deal__in=first.values("deal")[:MOST_DEALS])
    facts = ("deal_id", "stage_id", "entered_at", "left_at", "deal__amount", "deal__currency")
    return visits.order_by("deal", "sequence").values_list(*facts)


def _cases(rows: Iterable[_Row], stages: Mapping[int, Stage], rates: Mapping[str, Decimal]) -> Iterator[Case]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.deal].append(row)
    for deal, own in found.items():
        amount, rate = own[0].amount, rates.get(own[0].currency)
        value = (amount * rate).quantize(CENT) if amount is not None and rate is not None else None
        yield Case(deal, tuple(_stay(row, stages) for row in own), value, own[0].entered)


def _stay(row: _Row, stages: Mapping[int, Stage]) -> Stay:
    stage = stages.get(row.stage)
    return Stay(stage.lineage, stage.kind, row.days) if stage else Stay(OTHER, StageKind.OPEN, row.days)


def _capped(cases: Sequence[Case]) -> list[str]:
    if len(cases) < MOST_DEALS:
        return []
    return [_("Read from the newest %(count)s deals that began in this period.") % {"count": number(MOST_DEALS)}]


def _without_rate(rows: Iterable[_Row], rates: Mapping[str, Decimal]) -> list[str]:
    deals: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.amount is not None and row.currency not in rates:
            deals[row.currency].add(row.deal)
    return [
        ngettext(
            "The value of %(count)s deal in %(currency)s is not in the sums: the currency has no rate.",
            "The value of %(count)s deals in %(currency)s is not in the sums: the currency has no rate.",
            len(found),
        )
        % {"count": number(len(found)), "currency": currency}
        for currency, found in sorted(deals.items())
    ]


def _unknown(asked: Asked) -> list[str]:
    """Deals that nobody knows when they began are in no period but all time."""
    if asked.is_all_time:
        return []
    visits = StageVisit.objects.filter(workspace=asked.member.workspace_id, sequence=1, stage__in=stage_ids(asked))
    deals = Deal.objects.filter(pk__in=visits.filter(entered_at=None).values("deal"))
    count = deals_of(asked).filter(pk__in=deals.values("pk")).count()
    if not count:
        return []
    said = ngettext(
        "%(count)s deal is not in here: the import did not say when it began. “All time” counts it.",
        "%(count)s deals are not in here: the import did not say when they began. “All time” counts them.",
        count,
    )
    return [said % {"count": number(count)}]
