"""The stays behind a forecast, as its figures take them: places instead of stages, days instead of moments.

Imported by who makes a forecast only: it brings numpy, which web processes do without until then.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from stegvis.deals.conversion import rates_on
from stegvis.deals.models import StageMove
from stegvis.insights.asked import Asked
from stegvis.insights.figures.forecasting.priors import Place
from stegvis.insights.figures.forecasting.stays import AWAY, LOST, NEVER, STILL, WON, Stay, Stays
from stegvis.insights.queries.population import stages_of, visits_of
from stegvis.processes.models import Stage, StageKind

FIELDS = (
    "deal_id stage_id entered_at left_at next_stage_id amount currency deal__amount deal__currency deal__source told_at"
)


class Row(NamedTuple):
    """FIELDS of one stay as the database has them; `now` is what its deal is worth today."""

    deal: int
    stage: int
    entered: datetime | None
    left: datetime | None
    onward: int | None
    amount: Decimal | None
    code: str
    now: Decimal | None
    now_code: str
    source: str
    told: datetime | None


ENDS = {StageKind.WON: WON, StageKind.AFTER_WON: WON, StageKind.LOST: LOST, StageKind.AFTER_LOST: LOST}
UNKNOWN = float("nan")


@dataclass(frozen=True)
class Layout:
    """`places` of the chosen processes, and to which of them (or to which end) each stage leads."""

    places: Sequence[Place]
    leads: dict[int, int]


@dataclass
class Histories:
    """Stays and places; how many stays had no known times, and how many deals a currency without rate."""

    asked: Asked
    layout: Layout
    stays: Stays = field(init=False)
    unknown: int = 0
    without_rate: Counter[str] = field(default_factory=Counter)
    _rates: dict[str, float | None] = field(default_factory=dict)
    _sources: dict[str, int] = field(default_factory=lambda: {"": 0})

    def worth(self, amount: Decimal | None, currency: str) -> float:
        """An amount in the workspace's currency, at today's rate; 0 without a rate, unknown where nothing is told."""
        if amount is None:
            return UNKNOWN
        if currency not in self._rates:
            found = rates_on(self.asked.workspace, {currency}, self.asked.today).get(currency)
            self._rates[currency] = float(found) if found is not None else None
        rate = self._rates[currency]
        if rate is None:
            self.without_rate[currency] += 1
            return 0.0
        return float(amount) * rate

    def source(self, words: str) -> int:
        """A number for a source; 0 for none."""
        return self._sources.setdefault(words.strip().casefold(), len(self._sources))


def read_histories(asked: Asked) -> Histories:
    """All stays in open and parked stages of the deals that the asker sees figures of, through the filters."""
    found = Histories(asked, lay_out(list(stages_of(asked))))
    found.stays = Stays.from_rows(_stays(found))
    return found


def lay_out(stages: Sequence[Stage]) -> Layout:
    """Open and parked stages as places, one for each lineage, as in its newest version; what lies ahead of each."""
    newest = {stage.lineage: stage for stage in sorted(stages, key=lambda one: one.version_id)}
    kept = [stage for stage in newest.values() if stage.kind in (StageKind.OPEN, StageKind.PARKED)]
    index = {stage.lineage: at for at, stage in enumerate(kept)}
    places = [_place(stage, kept, index) for stage in kept]
    leads = {stage.pk: index.get(stage.lineage, ENDS.get(StageKind(stage.kind), AWAY)) for stage in stages}
    return Layout(places, leads)


def _place(stage: Stage, kept: Sequence[Stage], index: dict[str, int]) -> Place:
    parked = stage.kind == StageKind.PARKED
    line = [one for one in kept if one.process_id == stage.process_id and one.kind == StageKind.OPEN]
    latest = max((one.version_id for one in line), default=0)
    later = [one for one in line if one.version_id == latest and (parked or one.position > stage.position)]
    ahead = min(later, key=lambda one: (one.position, one.pk), default=None)
    chance = stage.probability / 100 if stage.probability is not None and not parked else None
    return Place(chance, stage.expected_days, index[ahead.lineage] if ahead else None, parked)


def _stays(found: Histories) -> Iterator[Stay]:
    move = StageMove.objects.filter(
        workspace=found.asked.member.workspace_id, deal=OuterRef("deal_id"), sequence=OuterRef("sequence")
    )
    visits = visits_of(found.asked).annotate(told_at=Subquery(move.values("recorded_at")[:1]))
    rows = visits.order_by("deal_id", "sequence").values_list(*FIELDS.split())
    for row in rows.iterator(chunk_size=5_000):
        stay = _stay(found, Row(*row))
        if stay is not None:
            yield stay


def _stay(found: Histories, row: Row) -> Stay | None:
    """One stay; None for those in stages that are an end, and for those whose times nobody knows."""
    place, goes_on = found.layout.leads.get(row.stage, AWAY), row.left is None and row.onward is None
    if place < 0:
        return None
    found.unknown += row.entered is None or (row.left is None and not goes_on)
    if not goes_on and (row.entered is None or row.left is None):
        return None
    begun = _day(row.entered) if row.entered else found.asked.today.toordinal()
    to = STILL if row.onward is None else found.layout.leads.get(row.onward, AWAY)
    return Stay(
        row.deal,
        place,
        begun,
        max(_day(row.left), begun) if row.left else NEVER,
        to,
        found.worth(row.amount, row.code),
        _told(row.told, begun),
        found.worth(row.now, row.now_code) if to in (WON, STILL) else UNKNOWN,
        found.source(row.source or ""),
        row.entered is None,
    )


def _told(at: datetime | None, begun: int) -> int:
    """The day from which the value of a stay is known: what was recorded long after is not what one knew then."""
    day = _day(at) if at else begun
    return day if day > begun + 1 else begun


def _day(at: datetime) -> int:
    return at.astimezone(timezone.get_current_timezone()).toordinal()
