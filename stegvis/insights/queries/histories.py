"""The stays behind a forecast, as its figures take them: places instead of stages, days instead of moments.

Imported by who makes a forecast only: it brings numpy, which web processes do without until then.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from stegvis.deals.conversion import rates_on
from stegvis.insights.asked import Asked
from stegvis.insights.figures.forecasting.priors import Place
from stegvis.insights.figures.forecasting.stays import AWAY, LOST, NEVER, STILL, WON, Stay, Stays
from stegvis.insights.queries.columns import stays as stay_columns
from stegvis.insights.queries.columns.days import local_days
from stegvis.insights.queries.columns.deals import Deals, currency_of, read_deals, read_words
from stegvis.insights.queries.columns.numbers import MISSING, Column
from stegvis.insights.queries.columns.tables import Table
from stegvis.insights.queries.population import stages_of
from stegvis.processes.models import Stage, StageKind

ENDS = {StageKind.WON: WON, StageKind.AFTER_WON: WON, StageKind.LOST: LOST, StageKind.AFTER_LOST: LOST}
UNKNOWN = float("nan")
COLUMNS = Stay._fields


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

    def worth(self, amounts: Column, codes: Column) -> Column:
        """Amounts in the workspace's currency, at today's rates; 0 without a rate, unknown where nothing is told."""
        found = np.full(len(amounts), UNKNOWN)
        told = amounts != MISSING
        for code in np.unique(codes[told]):
            which = told & (codes == code)
            found[which] = amounts[which] / 100 * self._rate(int(code), int(which.sum()))
        return found

    def _rate(self, code: int, count: int) -> float:
        currency = currency_of(code, self.asked.workspace.currency)
        if currency not in self._rates:
            found = rates_on(self.asked.workspace, {currency}, self.asked.today).get(currency)
            self._rates[currency] = float(found) if found is not None else None
        rate = self._rates[currency]
        if rate is None:
            self.without_rate[currency] += count
        return rate or 0.0


def read_histories(asked: Asked) -> Histories:
    """All stays in open and parked stages of the deals that the asker sees figures of, through the filters."""
    found = Histories(asked, lay_out(list(stages_of(asked))))
    deals = read_deals(asked)
    sources = _sources(asked, deals)
    parts = [_part(found, deals, sources, *part) for part in stay_columns.each_worth(asked, deals)]
    empty = [np.empty(0)] * len(COLUMNS)
    found.stays = Stays.from_columns(*(np.concatenate(columns) for columns in zip(empty, *parts, strict=True)))
    return found


def _sources(asked: Asked, deals: Deals) -> Column:
    """A number for the source of each deal; 0 for none."""
    places, words = read_words(asked, deals, "source")
    numbers = {"": 0}
    return np.array([numbers.setdefault((word or "").strip().casefold(), len(numbers)) for word in words])[places]


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


def _part(
    found: Histories, deals: Deals, sources: Column, stays: stay_columns.Stays, worth: stay_columns.Worth
) -> list[Column]:
    """The columns of some stays, without those in stages that are an end, and those whose times nobody knows."""
    leads = Table(found.layout.leads, AWAY)
    goes_on = (stays.left == MISSING) & (stays.onward == 0)
    timed = (stays.entered != MISSING) & ((stays.left != MISSING) | goes_on)
    meant = (leads.of(stays.stage) >= 0) & _of_version(found.asked, stays.stage)
    found.unknown += int((meant & ~timed).sum())
    kept = meant & (goes_on | timed)
    stays, amount, code, told = stays.where(kept), worth.amount[kept], worth.code[kept], worth.told[kept]
    guessed = stays.entered == MISSING
    begun = np.where(guessed, found.asked.today.toordinal(), local_days(stays.entered))
    to = np.where(stays.onward == 0, STILL, leads.of(stays.onward))
    final = found.worth(
        np.where(np.isin(to, (WON, STILL)), deals.amount[stays.at], MISSING), deals.codes[deals.currency[stays.at]]
    )
    return [
        deals.ids[stays.at],
        leads.of(stays.stage),
        begun,
        np.where(stays.left == MISSING, NEVER, np.maximum(local_days(stays.left), begun)),
        to,
        found.worth(amount, code),
        _told(told, begun),
        final,
        sources[stays.at],
        guessed,
    ]


def _of_version(asked: Asked, stages: Column) -> Column:
    if asked.version is None:
        return np.ones(len(stages), bool)
    return np.isin(stages, [stage.pk for stage in stages_of(asked) if stage.version_id == asked.version])


def _told(at: Column, begun: Column) -> Column:
    """The day from which the value of a stay is known: what was recorded long after is not what one knew then."""
    days = local_days(at)
    return np.where(days > begun + 1, days, begun)
