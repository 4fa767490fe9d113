"""Which deals, and which of their stays in stages, a report is about; and what they are worth together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BigIntegerField, ExpressionWrapper, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Round
from django.utils.translation import ngettext

from stegvis.deals.conversion import CENT, rates_on
from stegvis.deals.models import Deal, StageVisit
from stegvis.insights.asked import Asked
from stegvis.processes.models import Stage
from stegvis.ui.formats import number
from stegvis.workspaces.permissions import allowed


def deals_of(asked: Asked) -> QuerySet:
    """The living deals that the asker may have figures of and that pass the filters. The period is not among them."""
    deals = allowed(Deal.objects.all(), asked.member, "insights")
    if asked.takes_out:
        deals = deals.filter(pk__in=allowed(Deal.objects.all(), asked.member, "export").order_by().values("pk"))
    return asked.narrow(deals)


def closed_deals(asked: Asked, statuses: Sequence[str]) -> QuerySet:
    """Those of these deals that came to one of `statuses` in the period: that were won, lost, or both."""
    return deals_of(asked).filter(status__in=statuses, closed_at__gte=asked.begin, closed_at__lt=asked.after)


def visits_of(asked: Asked) -> QuerySet:
    """The stays of these deals in stages (of the chosen process, if any). Times may be unknown."""
    visits = StageVisit.objects.filter(workspace=asked.member.workspace_id).order_by()
    if asked.process is not None:
        visits = visits.filter(stage__in=stage_ids(asked))
    if asked.version is not None:
        visits = visits.filter(stage__version=asked.version)
    return visits.filter(deal__in=deals_of(asked).order_by().values("pk"))


def stage_ids(asked: Asked) -> list[int]:
    """Ids of the stages of the chosen process, of all its versions."""
    return [stage.pk for stage in stages_of(asked)]


def stages_of(asked: Asked) -> list[Stage]:
    """The stages of the chosen process (else of all), of all versions, in order; one query for each `asked`."""
    kept = asked.__dict__.setdefault("_stages", [])
    if not kept:
        stages = Stage.objects.filter(workspace=asked.member.workspace_id)
        if asked.process is not None:
            stages = stages.filter(process=asked.process.pk)
        kept += stages.order_by("process__position", "process_id", "position", "version__number", "id")
    return kept


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as reports show it: one for each lineage, called as in the newest version that has it."""

    lineage: str
    name: str
    kind: str
    position: int
    ids: Sequence[int]
    current: bool
    expected_days: int | None
    probability: int | None


def steps_of(asked: Asked, *kinds: str) -> list[Step]:
    """The steps of the chosen process, of all versions (or the chosen one), those of `kinds` only; in order.

    Steps that are gone from the newest version come where they were.
    """
    found: dict[str, list[Stage]] = {}
    for stage in sorted(stages_of(asked), key=lambda one: one.version_id):
        if asked.version is None or stage.version_id == asked.version:
            found.setdefault(stage.lineage, []).append(stage)
    current = asked.process.current_id if asked.process else None
    steps = [_step(lineage, stages, current) for lineage, stages in found.items()]
    return sorted((one for one in steps if not kinds or one.kind in kinds), key=lambda one: (one.position, one.ids[0]))


def _step(lineage: str, stages: Sequence[Stage], current: int | None) -> Step:
    newest = stages[-1]
    return Step(
        lineage,
        newest.name,
        newest.kind,
        newest.position,
        [one.pk for one in stages],
        current is None or newest.version_id == current,
        newest.expected_days,
        newest.probability,
    )


def hundredths(path: str = "amount"):
    """An amount in whole hundredths, which both databases add up exactly; 0 for none."""
    times = ExpressionWrapper(F(path) * Value(100.0), output_field=FloatField())
    return Coalesce(Cast(Round(times), BigIntegerField()), Value(0), output_field=BigIntegerField())


@dataclass
class Sums:
    """Amounts of several currencies added up by key, and converted once they are whole: nothing is guessed.

    What has no rate is counted in `without_rate`, which `note` says.
    """

    asked: Asked
    held: dict[Hashable, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    deals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _rates: dict[str, Decimal] | None = None

    def add(self, key: Hashable, currency: str, whole: int | Decimal, deals: int = 1) -> None:
        """Add `whole` hundredths of `currency` that so many deals are worth."""
        self.held[key][currency] += Decimal(int(whole)) / 100
        self.deals[currency] += deals
        self._rates = None

    def of(self, *keys: Hashable) -> Decimal:
        """The sum under these keys in the workspace's currency, without what has no rate."""
        together: dict[str, Decimal] = defaultdict(Decimal)
        for key in keys:
            for currency, amount in self.held.get(key, {}).items():
                together[currency] += amount
        return as_money(together, self.rates)

    @property
    def rates(self) -> dict[str, Decimal]:
        """What a unit of each currency was worth on the last day of the period."""
        if self._rates is None:
            day = min(self.asked.end, self.asked.today)
            self._rates = rates_on(self.asked.workspace, set(self.deals), day)
        return self._rates

    @property
    def notes(self) -> list[str]:
        """A sentence for each currency that has no rate: those deals are counted, their value is not."""
        rates = self.rates
        return without_rate({one: count for one, count in self.deals.items() if one not in rates and self._worth(one)})

    def _worth(self, currency: str) -> bool:
        return any(bins.get(currency) for bins in self.held.values())


def without_rate(deals: Mapping[str, int]) -> list[str]:
    """A sentence for each currency that has no rate, with how many deals that concerns."""
    return [
        ngettext(
            "The value of %(count)s deal in %(currency)s is not in the sums: the currency has no rate.",
            "The value of %(count)s deals in %(currency)s is not in the sums: the currency has no rate.",
            count,
        )
        % {"count": number(count), "currency": currency}
        for currency, count in sorted(deals.items())
    ]


def as_money(amounts: dict[str, Decimal], rates: dict[str, Decimal]) -> Decimal:
    """The sum of amounts by currency, each rounded once to the hundredth; what has no rate is left out."""
    known = (amount * rates[currency] for currency, amount in amounts.items() if currency in rates)
    return sum((one.quantize(CENT) for one in known), Decimal(0))


def unknown_times(visits: Iterable | QuerySet, count: int | None = None) -> list[str]:
    """A sentence where stays have no known beginning, as an import did not say when: they are in no figures."""
    missing = count if count is not None else visits.filter(entered_at=None).count()  # type: ignore[union-attr]
    if not missing:
        return []
    said = ngettext(
        "%(count)s stay in a stage is not counted: the import did not say when it began.",
        "%(count)s stays in stages are not counted: the import did not say when they began.",
        missing,
    )
    return [said % {"count": number(missing)}]
