"""How many deals there are in each stage, worth how much: read from what is kept, or counted up to a cap."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When

from stegvis.core.written import Written
from stegvis.deals.conversion import CENT, Total, convert
from stegvis.deals.filters import owned_by
from stegvis.deals.models import Deal, DealTally
from stegvis.deals.periods import begin_of, begin_of_utc, quarter_start
from stegvis.deals.queries.slices import grouped_slices
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

# Among so many deals of a stage those that pass unusual filters are counted.
LOOK = 2_000
OF_NAMED = tuple(
    f"deal__{name}" for name in ("stage_id", "currency", "amount", "closed_at", "private", "owner_id", "deletion_id")
)


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
        """Stages with deals, or maybe with some beyond what was looked at."""
        return [stage for stage, one in self.all.items() if one.deals or one.capped]

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
    for stage, currency, amount, recent in _by_name(member, stages, owners):
        for bins in (tallies.all, tallies.recent) if recent else (tallies.all,):
            bins[stage].add(1, currency, amount or Decimal(0))
    for stage, currency, sign, deals, amount in _edge(member, stages, owners):
        tallies.recent[stage].add(sign * deals, currency, sign * (amount or Decimal(0)))
    return tallies


def _kept(
    member: Member, stages: Collection[int], owners: frozenset[int] | None, lately: Collection[int]
) -> list[tuple]:
    """Rows of stage, currency, whether settled in this quarter (UTC), deals, hundredths."""
    begin, allowed = quarter_start(), _allowed(member, owners)
    if not stages or allowed == frozenset():
        return []
    some = {"lately": tuple(lately)} if lately else {}
    some |= {"owners": tuple(sorted(allowed))} if allowed is not None else {}
    month = begin.year * 100 + begin.month
    return KEPT(workspace=member.workspace_id, member=member.pk, stages=tuple(stages), month=month, **some)


def _tallied(workspace: int, member: int, stages, month: int, lately=(), owners=None) -> QuerySet:
    rows = DealTally.objects.filter(workspace=workspace, stage_id__in=stages)
    rows = rows.filter(Q(private=False) | Q(owner_id=member))
    if lately:
        rows = rows.exclude(stage_id__in=lately, closed_month__lt=month)
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    recent = Case(When(closed_month__gte=month, then=Value(1)), default=Value(0), output_field=IntegerField())
    counted = rows.annotate(recent=recent).values("stage_id", "currency", "recent")
    sums = counted.annotate(count=Sum("deals"), sum=Sum("hundredths"))
    return sums.values_list("stage_id", "currency", "recent", "count", "sum")


KEPT = Written(_tallied)


def _allowed(member: Member, owners: frozenset[int] | None) -> frozenset[int] | None:
    """Whose deals of those of `owners` the member sees."""
    sets = [one for one in (_scope(member), owners) if one is not None]
    return frozenset.intersection(*sets) if sets else None


def _scope(member: Member) -> frozenset[int] | None:
    """Whose deals the role lets `member` see; nobody's belong to everybody's view."""
    seen = colleagues(member, scope_of(member, "see"))
    return None if seen is None else frozenset({0, *seen})


def _by_name(member: Member, stages: Collection[int], owners: frozenset[int] | None) -> Iterator[tuple]:
    """Stage, currency, amount, whether settled in this quarter: deals that `member` sees for being named on them.

    They are few. All of them are fetched from their names and sifted here: without statistics, SQLite would rather walk
    the whole workspace.
    """
    scope, begin, wanted = _scope(member), begin_of(quarter_start()), set(stages)
    for stage, currency, amount, closed_at, private, owner, deletion in NAMED(member=member.pk):
        seen_anyway = (not private or owner == member.pk) and (scope is None or (owner or 0) in scope)
        if stage in wanted and deletion is None and not seen_anyway and (owners is None or (owner or 0) in owners):
            yield stage, currency, amount, closed_at is not None and closed_at >= begin


NAMED = Written(lambda member: Deal.named.through.objects.filter(member=member).values_list(*OF_NAMED))


def _edge(member: Member, stages: Collection[int], owners: frozenset[int] | None) -> Iterable[tuple]:
    """Stage, currency, sign, deals, amount: settled between the reader's begin of the quarter and that of UTC.

    The tallies count by UTC: east of it they know too few, west of it too many.
    """
    begin, utc = begin_of(quarter_start()), begin_of_utc(quarter_start())
    if begin == utc:
        return
    first, last, sign = (begin, utc, 1) if begin < utc else (utc, begin, -1)
    allowed = _allowed(member, owners)
    if allowed == frozenset():
        return
    counted = EDGE(allowed, workspace=member.workspace_id, member=member.pk, first=first, last=last)
    yield from ((stage, code, sign, count, sum_) for stage, code, count, sum_ in counted if stage in set(stages))


def _between(owners: frozenset[int] | None, workspace: int, member: int, first, last) -> QuerySet:
    deals = Deal.objects.filter(workspace=workspace, closed_at__gte=first, closed_at__lt=last)
    deals = deals.filter(Q(private=False) | Q(owner=member))
    if owners is not None:
        deals = deals.filter(owned_by(owners))
    return deals.order_by().values_list("stage", "currency").annotate(Count("pk"), Sum("amount"))


EDGE = Written(_between)


def count_deals(
    member: Member, narrow: Callable[[QuerySet], QuerySet], whole: Collection[int], settled: Collection[int]
) -> Tallies:
    """The same by looking at deals: for filters that the kept tallies know nothing of.

    `narrow` leaves of deals those that pass the filters. They are counted in the stages `whole`, and those of this
    quarter in the stages `settled`: among the newest LOOK of each stage that the member sees, so that a rare tag costs
    no walk through everything; a stage with more has "at least" so many.
    """
    tallies, looked = Tallies(), {0: Counter[int](), 1: Counter[int]()}
    # The orders choose the index: without one, SQLite would walk the whole workspace for every stage.
    seen = Deal.objects.visible_to(member)
    everything = _marked(seen.order_by("-rank", "-id"), 0, member, narrow)
    lately = _marked(seen.filter(closed_at__gte=begin_of(quarter_start())).order_by("-closed_at"), 1, member, narrow)
    rows = grouped_slices([(everything, whole), (lately, settled)], LOOK + 1)
    for recent, stage, currency, there, passing, amount in rows:
        looked[recent][stage] += there
        if passing:
            bins = tallies.recent if recent else tallies.all
            bins[stage].add(int(passing), currency, Decimal(str(amount or 0)).quantize(CENT))
    for recent, bins in ((0, tallies.all), (1, tallies.recent)):
        for stage, there in looked[recent].items():
            if there > LOOK:
                bins[stage].capped = True
    return tallies


def _marked(deals: QuerySet, recent: int, member: Member, narrow: Callable[[QuerySet], QuerySet]) -> QuerySet:
    passing = narrow(Deal.objects.filter(workspace=member.workspace_id, pk=OuterRef("pk")))
    passes = Case(When(Exists(passing), then=Value(1)), default=Value(0), output_field=IntegerField())
    mark = deals.annotate(recent=Value(recent, IntegerField()), passes=passes)
    return mark.values_list("recent", "stage_id", "currency", "amount", "passes")
