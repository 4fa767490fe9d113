"""How many deals there are in each stage, worth how much: read from what is kept, or counted up to a cap."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from stegvis.core.lists.counting import CAP
from stegvis.deals.conversion import CENT, Total, convert
from stegvis.deals.filters import owned_by
from stegvis.deals.models import Deal, DealTally
from stegvis.deals.periods import begin_of, begin_of_utc, quarter_start
from stegvis.deals.queries.slices import grouped_slices
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of


@dataclass(slots=True)
class Bin:
    """The deals of one stage: how many, amounts by currency. A capped one says "at least", and has no sum."""

    deals: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    capped: bool = False

    def add(self, deals: int, currency: str, amount: Decimal) -> None:
        """Count some more."""
        self.deals += deals
        self.amounts[currency] += amount

    def merge(self, other: "Bin") -> None:
        """Count what another one holds."""
        self.deals += other.deals
        self.capped = self.capped or other.capped
        for currency, amount in other.amounts.items():
            self.amounts[currency] += amount

    def total(self, rates: Mapping[str, Decimal], base: str) -> Total | None:
        """The sum in the base currency; None where it would pretend to know more than was looked at."""
        return None if self.capped else convert(self.amounts, rates, base)


@dataclass
class Tallies:
    """Bins by stage: of all deals there, and of those won or lost since the quarter began."""

    all: dict[int, Bin] = field(default_factory=lambda: defaultdict(Bin))
    recent: dict[int, Bin] = field(default_factory=lambda: defaultdict(Bin))

    def of(self, stages: Collection[int], *, recent: bool = False) -> Bin:
        """One bin of several stages."""
        bins, together = (self.recent if recent else self.all), Bin()
        for stage in stages:
            if stage in bins:
                together.merge(bins[stage])
        return together

    @property
    def occupied(self) -> list[int]:
        """Stages with deals."""
        return [stage for stage, one in self.all.items() if one.deals]

    @property
    def currencies(self) -> set[str]:
        """All currencies in use."""
        return {currency for bins in (self.all, self.recent) for one in bins.values() for currency in one.amounts}


def read_tallies(
    member: Member, stages: Collection[int], owners: frozenset[int] | None, lately: Collection[int] = ()
) -> Tallies:
    """What `member` sees of the deals of `owners` (all, when None) in `stages`; `lately` ones only of this quarter.

    Kept tallies know everything but who is named on a private deal and where the reader's midnight lies; those few
    deals are counted beside them.
    """
    tallies = Tallies()
    for stage, currency, recent, deals, hundredths in _kept(member, stages, owners, lately):
        amount = Decimal(int(hundredths)) / 100
        for bins in (tallies.all, tallies.recent) if recent else (tallies.all,):
            bins[stage].add(deals, currency, amount)
    for stage, currency, sign, deals, amount, in_all in _beside(member, stages, owners):
        if in_all:
            tallies.all[stage].add(deals, currency, amount or Decimal(0))
        if sign:
            tallies.recent[stage].add(sign * deals, currency, sign * (amount or Decimal(0)))
    return tallies


def _kept(member: Member, stages: Collection[int], owners: frozenset[int] | None, lately: Collection[int]) -> QuerySet:
    """Rows of stage, currency, whether settled in this quarter (UTC), deals, hundredths."""
    begin = quarter_start()
    month = begin.year * 100 + begin.month
    rows = DealTally.objects.filter(workspace=member.workspace_id, stage_id__in=list(stages)).filter(
        Q(private=False) | Q(owner_id=member.pk)
    )
    if lately:
        rows = rows.exclude(stage_id__in=list(lately), closed_month__lt=month)
    for allowed in (_scope(member), owners):
        if allowed is not None:
            rows = rows.filter(owner_id__in=sorted(allowed))
    recent = Case(When(closed_month__gte=month, then=Value(1)), default=Value(0), output_field=IntegerField())
    counted = rows.annotate(recent=recent).values("stage_id", "currency", "recent")
    sums = counted.annotate(count=Sum("deals"), sum=Sum("hundredths"))
    return sums.values_list("stage_id", "currency", "recent", "count", "sum")


def _scope(member: Member) -> frozenset[int] | None:
    """Whose deals the role lets `member` see; nobody's belong to everybody's view."""
    seen = colleagues(member, scope_of(member, "see"))
    return None if seen is None else frozenset({0, *seen})


def _beside(member: Member, stages: Collection[int], owners: frozenset[int] | None) -> QuerySet:
    """Rows of stage, currency, sign for the quarter, deals, amount, whether the kept tallies miss them altogether."""
    deals = Deal.objects.filter(workspace=member.workspace_id, stage__in=list(stages))
    if owners is not None:
        deals = deals.filter(owned_by(owners))
    named = Deal.named.through.objects.filter(member=member.pk).values("deal")
    kept = Q(private=False) | Q(owner=member.pk)
    if (scope := _scope(member)) is not None:
        kept &= owned_by(scope)
    begin = begin_of(quarter_start())
    sign = Case(When(closed_at__gte=begin, then=Value(1)), default=Value(0), output_field=IntegerField())
    missed = _grouped(deals.filter(pk__in=named).exclude(kept), sign, 1)
    return missed.union(_edge(deals.filter(kept), begin), all=True)


def _edge(deals: QuerySet, begin) -> QuerySet:
    """Deals settled between the reader's begin of the quarter and that of UTC: too few in the tallies, or too many."""
    utc = begin_of_utc(quarter_start())
    first, last, sign = (begin, utc, 1) if begin <= utc else (utc, begin, -1)
    return _grouped(deals.filter(closed_at__gte=first, closed_at__lt=last), Value(sign, IntegerField()), 0)


def _grouped(deals: QuerySet, sign, in_all: int) -> QuerySet:
    marked = deals.order_by().annotate(sign=sign, in_all=Value(in_all, IntegerField()))
    counted = marked.values("stage", "currency", "sign", "in_all").annotate(count=Count("pk"), sum=Sum("amount"))
    return counted.values_list("stage", "currency", "sign", "count", "sum", "in_all")


def count_deals(seen: QuerySet, whole: Collection[int], settled: Collection[int]) -> Tallies:
    """The same by looking at deals, at most CAP of each stage: for filters that the kept tallies know nothing of.

    `seen` are the deals that pass the filters. They are counted in the stages `whole`, and those of this quarter in
    the stages `settled`.
    """
    tallies = Tallies()
    everything = _marked(seen, 0)
    lately = _marked(seen.filter(closed_at__gte=begin_of(quarter_start())), 1)
    for recent, stage, currency, deals, amount in grouped_slices([(everything, whole), (lately, settled)], CAP + 1):
        bins = tallies.recent if recent else tallies.all
        bins[stage].add(deals, currency, Decimal(str(amount or 0)).quantize(CENT))
    for bins in (tallies.all, tallies.recent):
        for one in bins.values():
            one.capped, one.deals = one.deals > CAP, min(one.deals, CAP)
    return tallies


def _marked(deals: QuerySet, recent: int) -> QuerySet:
    mark = deals.order_by().annotate(recent=Value(recent, IntegerField()))
    return mark.values_list("recent", "stage_id", "currency", "amount")
