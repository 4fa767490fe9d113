"""The stays behind a funnel: of every deal the last one in each step, of those begun in the period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from stegvis.deals.models import StageVisit
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import OPEN_STATUSES, WENT_ON, WON, WON_STATUSES, fate
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import Step, Sums, deals_of, hundredths, stages_of, steps_of, visits_of
from stegvis.processes.models import StageKind

BY = ("stage_id", "next_stage_id", "deal__status", "deal__currency")


@dataclass
class Cohort:
    """The deals that came into a step: how many had which fate, and how many are not decided yet."""

    step: Step
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    undecided: int = 0

    @property
    def size(self) -> int:
        """How many came in."""
        return sum(self.counts.values())

    @property
    def ripe(self) -> bool:
        """Whether nearly all (nine of ten) are decided, so that its shares will hardly change."""
        return 10 * self.undecided <= self.size


def stays(asked: Asked) -> QuerySet:
    """Of every deal its last stay in each open step, of those that began in the period: re-entries count once."""
    within = Q(entered_at__gte=asked.begin, entered_at__lt=asked.after)
    begun = visits_of(asked).filter(within, stage__kind=StageKind.OPEN)
    later = StageVisit.objects.filter(
        within,
        workspace=asked.member.workspace_id,
        deal=OuterRef("deal_id"),
        sequence__gt=OuterRef("sequence"),
        stage__lineage=OuterRef("stage__lineage"),
    )
    return begun.filter(~Exists(later))


def read_cohorts(asked: Asked) -> tuple[list[Cohort], Sums]:
    """The cohort of each open step, in order, and what the deals of each fate are worth: keys (lineage, fate)."""
    cohorts = {step.lineage: Cohort(step) for step in steps_of(asked, StageKind.OPEN)}
    places = places_of(asked)
    sums = Sums(asked)
    for stage, onward, status, currency, deals, whole in _rows(asked):
        lineage, _kind, place = places[stage]
        _, next_kind, next_place = places.get(onward, ("", StageKind.OPEN, None)) if onward else ("", None, None)
        what = fate(place, next_kind, next_place, status)
        cohort = cohorts[lineage]
        cohort.counts[what] += deals
        cohort.undecided += deals if status in OPEN_STATUSES else 0
        sums.add((lineage, what), currency, whole, deals)
    return list(cohorts.values()), sums


def _rows(asked: Asked) -> Iterable[tuple]:
    if has_many_stays(asked.member):
        from stegvis.insights.queries.columns.cohorts import rows_by_fate

        return rows_by_fate(asked)
    return stays(asked).values_list(*BY).annotate(deals=Count("deal_id"), whole=Sum(hundredths("deal__amount")))


def places_of(asked: Asked) -> dict[int, tuple[str, str, int]]:
    """Lineage, kind and place among the steps of every stage."""
    steps = {step.lineage: place for place, step in enumerate(steps_of(asked))}
    return {one.pk: (one.lineage, one.kind, steps.get(one.lineage, one.position)) for one in stages_of(asked)}


def deals_with(asked: Asked, lineage: str, fates: Sequence[str] = ()) -> QuerySet:
    """The deals of one cohort, those of `fates` only. Raises KeyError for a step that there is not."""
    places = places_of(asked)
    steps = {step.lineage: step for step in steps_of(asked, StageKind.OPEN)}
    own = stays(asked).filter(stage__in=steps[lineage].ids)
    if fates:
        place = next(place for one, _kind, place in places.values() if one == lineage)
        own = own.filter(_with_fates(places, place, fates))
    return deals_of(asked).filter(pk__in=own.values("deal_id"))


def _with_fates(places, place: int, fates: Sequence[str]) -> Q:
    """The same as `fate` says, asked of the database."""
    won = Q(deal__status__in=WON_STATUSES)
    wanted = Q(pk__in=[])
    for what in fates:
        if what == WON:
            wanted |= won
        elif what == "here":
            wanted |= Q(next_stage=None) & ~won
        else:
            ids = [pk for pk, (_, kind, other) in places.items() if fate(place, kind, other, "") == what]
            elsewhere = Q(next_stage__isnull=False) & ~Q(next_stage__in=list(places)) if what == "on" else Q(pk__in=[])
            wanted |= (Q(next_stage__in=ids) | elsewhere) & ~won
    return wanted


def has_left() -> Q:
    """Stays whose deal is no longer there: the others are not decided."""
    return Q(next_stage__isnull=False) | Q(deal__status__in=WON_STATUSES)


def has_gone_on(asked: Asked) -> Q:
    """Stays whose deal went on from there, or was won later."""
    places, onward = places_of(asked), Q(pk__in=[])
    for step in steps_of(asked, StageKind.OPEN):
        onward |= Q(stage__in=step.ids) & _with_fates(places, places[step.ids[0]][2], [WON, WENT_ON])
    return onward


def unknown_entries(asked: Asked) -> int:
    """How many stays in open steps have no known beginning."""
    return visits_of(asked).filter(entered_at=None, stage__kind=StageKind.OPEN).count()
