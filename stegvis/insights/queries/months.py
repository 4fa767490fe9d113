"""Deals by the month in which they began, and what has become of them: young months are not ripe."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from stegvis.deals.periods import begin_of
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import OUTCOMES
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Sums, deals_of, hundredths, visits_of
from stegvis.processes.models import StageKind


@dataclass
class Month:
    """The deals that began in the month whose first day is `day`, by outcome."""

    day: date
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def size(self) -> int:
        """How many began."""
        return sum(self.counts.values())

    @property
    def ripe(self) -> bool:
        """Whether nine of ten are decided."""
        return 10 * self.counts["open"] <= self.size


def _begun(asked: Asked) -> QuerySet:
    """The first stay of each deal, of those that began in the period."""
    first = visits_of(asked).filter(sequence=1, stage__kind=StageKind.OPEN)
    return first.filter(entered_at__gte=asked.begin, entered_at__lt=asked.after)


def read_months(asked: Asked) -> tuple[list[Month], Sums]:
    """The months in order, and what the deals won are worth, by the month's first day."""
    months: dict[date, Month] = {}
    sums = Sums(asked)
    for day, status, currency, deals, whole in _rows(asked):
        outcome = next(name for name, statuses in OUTCOMES.items() if status in statuses)
        months.setdefault(day, Month(day)).counts[outcome] += deals
        if outcome == "won":
            sums.add(day, currency, whole, deals)
    return [months[day] for day in sorted(months)], sums


def _rows(asked: Asked) -> Iterable[tuple]:
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.cohorts import rows_by_month

        return rows_by_month(asked)
    rows = _begun(asked).annotate(month=TruncMonth("entered_at")).values_list("month", "deal__status", "deal__currency")
    counted = rows.annotate(deals=Count("pk"), whole=Sum(hundredths("deal__amount")))
    return ((at.date(), *facts) for at, *facts in counted)


def deals_begun(asked: Asked, month: str, outcome: str) -> QuerySet:
    """The deals that began in `month` ("2026-04"), with that outcome or (empty) all. Raises KeyError, ValueError."""
    first = date.fromisoformat(f"{month}-01")
    if not 1900 <= first.year < 9000:
        raise ValueError(month)
    following = (first + timedelta(days=32)).replace(day=1)
    begun = _begun(asked).filter(entered_at__gte=begin_of(first), entered_at__lt=begin_of(following))
    deals = deals_of(asked).filter(pk__in=begun.values("deal_id"))
    return deals.filter(status__in=OUTCOMES[outcome]) if outcome else deals
