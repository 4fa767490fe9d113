"""Where a process gets stuck: what waits too long in each step, and what is lost there against the own best quarter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import BACK, LOST, WENT_ON, WON, fate
from stegvis.insights.figures.shares import share
from stegvis.insights.queries.funnel import BY, places_of, stays
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Step, Sums, deals_of, hundredths, steps_of, visits_of
from stegvis.insights.queries.stays import sold
from stegvis.processes.models import StageKind

YEAR = Decimal(365)
# A quarter with fewer deals is no best quarter, and of fewer won deals nobody says what they skip.
ENOUGH = 10


@dataclass
class Neck:
    """What one step costs: deals that wait longer than expected, and conversions lost against the best quarter."""

    step: Step
    waiting: int = 0
    value_waiting: Decimal = Decimal(0)
    days_beyond: int = 0
    cost_of_waiting: Decimal = Decimal(0)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    best: float | None = None
    best_quarter: str = ""
    mean_lost: Decimal = Decimal(0)
    passed_by: int = 0
    won: int = 0

    @property
    def size(self) -> int:
        """How many deals came in."""
        return sum(self.counts.values())

    @property
    def went_on(self) -> float | None:
        """Hundredths that went on or were won; None of fewer than ten."""
        return 100 * (self.counts[WON] + self.counts[WENT_ON]) / self.size if self.size >= ENOUGH else None

    @property
    def cost_of_losses(self) -> Decimal:
        """What the deals would be worth that went on in the best quarter and did not now."""
        if self.best is None or self.went_on is None or self.best <= self.went_on:
            return Decimal(0)
        return Decimal((self.best - self.went_on) / 100 * self.size).quantize(Decimal("0.01")) * self.mean_lost

    @property
    def cost(self) -> Decimal:
        """Both together."""
        return self.cost_of_waiting + self.cost_of_losses

    @property
    def share_back(self) -> float | None:
        """Hundredths that went back to an earlier step."""
        return 100 * self.counts[BACK] / self.size if self.size >= ENOUGH else None

    @property
    def share_skipping(self) -> float | None:
        """Hundredths of the won deals that were never here."""
        return 100 * self.passed_by / self.won if self.won >= ENOUGH else None


def read_necks(asked: Asked) -> tuple[list[Neck], Sums]:
    """What each open step costs, the dearest first; and the sums, for their notes."""
    necks = {step.lineage: Neck(step) for step in steps_of(asked, StageKind.OPEN)}
    home = {pk: neck for neck in necks.values() for pk in neck.step.ids}
    sums = Sums(asked)
    _wait(asked, necks.values(), home, sums)
    _lose(asked, necks, home, sums)
    _skip(asked, necks.values(), home)
    for neck in necks.values():
        neck.cost_of_waiting = sums.of((neck.step.lineage, "days")) / YEAR
        neck.value_waiting = sums.of((neck.step.lineage, "waiting"))
        lost = neck.counts[LOST]
        neck.mean_lost = sums.of((neck.step.lineage, LOST)) / lost if lost else Decimal(0)
    return sorted(necks.values(), key=lambda one: (-one.cost, -one.waiting, one.step.position)), sums


def waiting(asked: Asked, steps: Sequence[Step]) -> QuerySet:
    """The open deals that are in one of `steps` today for longer than it expects."""
    found = deals_of(asked).none()
    now = timezone.now()
    for step in steps:
        if step.expected_days is not None:
            since = now - timedelta(days=step.expected_days)
            found = found | deals_of(asked).filter(stage__in=step.ids, status=StageKind.OPEN, entered_at__lt=since)
    return found.order_by()


def _wait(asked: Asked, necks: Collection[Neck], home: dict[int, Neck], sums: Sums) -> None:
    for stage, days, currency, deals, whole in _waiting_rows(asked, [neck.step for neck in necks]):
        neck = home[stage]
        beyond = max(0, days - (neck.step.expected_days or 0))
        neck.waiting += deals
        neck.days_beyond += deals * beyond
        sums.add((neck.step.lineage, "waiting"), currency, whole, deals)
        sums.add((neck.step.lineage, "days"), currency, whole * beyond, 0)


def _waiting_rows(asked: Asked, steps: Sequence[Step]) -> Iterable[tuple[int, int, str, int, int]]:
    """Stage, whole days there, currency, how many deals, what they are worth."""
    now = timezone.now()
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.waiting import rows_by_days

        return rows_by_days(waiting(asked, steps), now, asked.workspace.currency)
    rows = waiting(asked, steps).annotate(whole=hundredths())
    facts = rows.values_list("stage_id", "entered_at", "currency", "whole").iterator(10_000)
    return ((stage, (now - at).days, currency, 1, whole) for stage, at, currency, whole in facts)


def _lose(asked: Asked, necks: dict[str, Neck], home: dict[int, Neck], sums: Sums) -> None:
    """Count fates of all and by quarter: the best quarter counts with its cautious bound, as the best of several is
    partly luck."""
    places = places_of(asked)
    quarters: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for stage, onward, status, currency, quarter, deals, whole in _by_quarter(asked):
        neck = home[stage]
        _lineage, kind, place = places.get(onward, ("", StageKind.OPEN, None)) if onward else ("", None, None)
        what = fate(places[stage][2], kind, place, status)
        neck.counts[what] += deals
        quarters[neck.step.lineage, quarter][what] += deals
        if what == LOST:
            sums.add((neck.step.lineage, LOST), currency, whole, deals)
    for (lineage, quarter), counts in quarters.items():
        neck = necks[lineage]
        whole = sum(counts.values())
        found = share(counts[WON] + counts[WENT_ON], whole) if whole >= ENOUGH else None
        if found and found.low > (neck.best or 0):
            neck.best, neck.best_quarter = found.low, _quarter_words(quarter)


def _by_quarter(asked: Asked) -> Iterable[tuple]:
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.cohorts import rows_by_quarter

        return rows_by_quarter(asked)
    rows = stays(asked).annotate(quarter=TruncQuarter("entered_at")).values_list(*BY, "quarter")
    counted = rows.annotate(deals=Count("deal_id"), whole=Sum(hundredths("deal__amount")))
    return ((*facts, timezone.localdate(at), deals, whole) for *facts, at, deals, whole in counted)


def _quarter_words(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def _skip(asked: Asked, necks: Collection[Neck], home: dict[int, Neck]) -> None:
    """How many of the won deals were never in each step."""
    won = sold(asked)
    count = won.count()
    been = _been(asked, won, {pk: neck.step.lineage for pk, neck in home.items()}) if count >= ENOUGH else {}
    for neck in necks:
        neck.won, neck.passed_by = count, count - been.get(neck.step.lineage, 0)


def _been(asked: Asked, won: QuerySet, home: Mapping[int, str]) -> dict[str, int]:
    """How many of the deals `won` were in each step, by its lineage."""
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.cohorts import deals_by_step

        return deals_by_step(asked, won, home)
    been: dict[str, set[int]] = defaultdict(set)
    rows = visits_of(asked).filter(deal__in=won.values("pk"), stage__in=list(home))
    for deal, stage in rows.values_list("deal_id", "stage_id").distinct().iterator(10_000):
        been[home[stage]].add(deal)
    return {lineage: len(deals) for lineage, deals in been.items()}
