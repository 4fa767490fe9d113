"""Stays in stages and whole sales as lengths in days."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from stegvis.deals.models import StageVisit
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import WON_STATUSES
from stegvis.insights.figures.survival import Curve, kaplan_meier
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Step, closed_deals, deals_of, steps_of, visits_of
from stegvis.processes.models import StageKind

CHUNK = 10_000


@dataclass
class Stays:
    """How long deals were in one step: the stays that began in the period, those that go on among them.

    `lengths` says how many there are of so many days that are over, or go on.
    """

    step: Step
    lengths: Counter[tuple[int, bool]] = field(default_factory=Counter)

    @cached_property
    def size(self) -> int:
        """How many there are."""
        return self.lengths.total()

    @cached_property
    def curve(self) -> Curve:
        """The share still there by day."""
        return kaplan_meier(self.lengths)

    @property
    def here(self) -> int:
        """How many stays still go on."""
        return sum(count for (_days, ended), count in self.lengths.items() if not ended)

    @property
    def beyond(self) -> int:
        """How many were, or are already, longer than expected."""
        expected = self.step.expected_days
        if expected is None:
            return 0
        return sum(count for (days, _ended), count in self.lengths.items() if days > expected)


def begun_stays(asked: Asked) -> QuerySet:
    """The stays in open steps that began in the period."""
    within = visits_of(asked).filter(entered_at__gte=asked.begin, entered_at__lt=asked.after)
    return within.filter(stage__kind=StageKind.OPEN)


def read_stays(asked: Asked) -> list[Stays]:
    """The stays of each open step, in order. A stay of a deal that was closed elsewhere is over when it was left."""
    found = {step.lineage: Stays(step) for step in steps_of(asked, StageKind.OPEN)}
    home = {pk: found[step.lineage] for step in steps_of(asked, StageKind.OPEN) for pk in step.ids}
    for stage, days, ended, count in _lengths(asked):
        home[stage].lengths[days, ended] += count
    return list(found.values())


def _lengths(asked: Asked) -> Iterator[tuple[int, int, bool, int]]:
    """Stage, whole days, whether it is over, and how many stays that is."""
    now = timezone.now()
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.lengths import rows_by_length

        yield from rows_by_length(asked, now)
        return
    rows = begun_stays(asked).values_list("stage_id", "entered_at", "left_at", "next_stage_id")
    for stage, entered, left, onward in rows.iterator(chunk_size=CHUNK):
        ended = left is not None or onward is not None
        if left is not None or not ended:
            yield stage, max(0, ((left or now) - entered).days), ended, 1


def sold(asked: Asked) -> QuerySet:
    """The deals that were won in the period."""
    return closed_deals(asked, WON_STATUSES).order_by()


def begun_deals(asked: Asked, deals: QuerySet) -> QuerySet:
    """Those of `deals` whose first stay has a known beginning, each with that moment as `begun`."""
    first = StageVisit.objects.filter(workspace=asked.member.workspace_id, deal=OuterRef("pk"), sequence=1)
    return deals.annotate(begun=Subquery(first.values("entered_at")[:1])).filter(begun__isnull=False)


def days_between(begun: datetime, ended: datetime) -> int:
    """Days as the reader's calendar counts them: in summer time a day more would be missing an hour."""
    return max(0, (timezone.localdate(ended) - timezone.localdate(begun)).days)


def read_cycles(asked: Asked) -> dict[date, list[int]]:
    """Days from the first stay to the win of each deal won in the period, by the first day of the month of the win."""
    months: dict[date, list[int]] = defaultdict(list)
    for month, days in _cycles(asked):
        months[month].append(days)
    return dict(sorted(months.items()))


def _cycles(asked: Asked) -> Iterator[tuple[date, int]]:
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.lengths import rows_of_cycles

        yield from rows_of_cycles(begun_deals(asked, sold(asked)))
        return
    rows = begun_deals(asked, sold(asked)).values_list("begun", "closed_at")
    for begun, won in rows.iterator(chunk_size=CHUNK):
        yield timezone.localdate(won).replace(day=1), days_between(begun, won)


def deals_staying(asked: Asked, lineage: str, which: str) -> QuerySet:
    """The deals behind a row: "all", "here", or "over" for stays longer than expected. Raises KeyError."""
    step = {one.lineage: one for one in steps_of(asked, StageKind.OPEN)}[lineage]
    stays = begun_stays(asked).filter(stage__in=step.ids)
    if which == "here":
        stays = stays.filter(left_at=None, next_stage=None)
    elif which == "over":
        stays = _beyond(stays, step.expected_days or 0)
    elif which != "all":
        raise KeyError(which)
    return deals_of(asked).filter(pk__in=stays.values("deal_id"))


def _beyond(stays: QuerySet, days: int) -> QuerySet:
    """Stays of more than so many whole days, till now where they go on."""
    least = timedelta(days=days + 1)
    going = Q(left_at=None, next_stage=None, entered_at__lte=timezone.now() - least)
    return stays.filter(Q(left_at__gte=F("entered_at") + least) | going)
