"""Which deals were in the pipeline at both ends of a period, and what became of them: the same as row by row."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from stegvis.insights.asked import Asked
from stegvis.insights.figures.pipeline import LOST, OUT, WON, ending_of
from stegvis.insights.queries.columns.days import micros
from stegvis.insights.queries.columns.deals import Deals, read_deals
from stegvis.insights.queries.columns.grouping import combined
from stegvis.insights.queries.columns.numbers import MISSING, Column
from stegvis.insights.queries.columns.stays import Stays, each_part
from stegvis.insights.queries.columns.tables import Table
from stegvis.insights.queries.population import stages_of
from stegvis.processes.models import StageKind

ENDINGS = (OUT, WON, LOST)


@dataclass(frozen=True)
class States:
    """Deals of a pipeline by their places among all: the step then and now (-1: none), and what became of them."""

    deals: Deals
    lineages: Sequence[str]
    at: Column
    then: Column
    now: Column
    ending: Column

    @property
    def ids(self) -> Column:
        """Their ids."""
        return self.deals.ids[self.at]

    def rows(self, only: Collection[int] | None) -> Iterator[tuple]:
        """Of each deal (of those in `only`): id, step then, step now, ending, value today, currency."""
        which = np.arange(len(self.at)) if only is None else np.flatnonzero(np.isin(self.ids, list(only)))
        amounts, currencies = self.deals.amount[self.at], self.deals.currency[self.at]
        for place in which.tolist():
            amount = int(amounts[place])
            value = None if amount == MISSING else Decimal(amount) / 100
            steps = (self._step(self.then[place]), self._step(self.now[place]), ENDINGS[self.ending[place]])
            yield int(self.ids[place]), *steps, value, self.deals.currencies[currencies[place]]

    def groups(self, without: Collection[int]) -> Iterator[tuple]:
        """Of the other deals: step then, step now, ending, currency, hundredths together, and each value's number."""
        kept = np.flatnonzero(~np.isin(self.ids, list(without)))
        at = self.at[kept]
        facts = [self.then[kept] + 1, self.now[kept] + 1, self.ending[kept], self.deals.currency[at]]
        groups, which = combined(facts)
        order = np.argsort(which, kind="stable")
        bounds = np.searchsorted(which[order], np.arange(len(groups[0]) + 1))
        for place in np.flatnonzero(np.diff(bounds)):
            then, now, ending, currency = (int(one[place]) for one in groups)
            worth = self.deals.whole[at[order[bounds[place] : bounds[place + 1]]]]
            values, counts = np.unique(worth, return_counts=True)
            pairs = list(zip(values.tolist(), counts.tolist(), strict=True))
            steps = self._step(then - 1), self._step(now - 1), ENDINGS[ending]
            yield *steps, self.deals.currencies[currency], int(worth.sum()), pairs

    def _step(self, number: int) -> str | None:
        return self.lineages[number] if number >= 0 else None


def read_states(asked: Asked, now: datetime, kinds: Mapping[int, tuple[str, str]]) -> States:
    """The deals that were open when the period began, are `now`, or came between; `kinds` are those of stages."""
    deals = read_deals(asked)
    numbers: dict[str, int] = defaultdict(lambda: len(numbers))
    opened = {pk: numbers[lineage] for pk, (lineage, kind) in kinds.items() if kind == StageKind.OPEN}
    endings = {pk: ENDINGS.index(ending_of(kind)) for pk, (_lineage, kind) in kinds.items()}
    meant = {stage.pk: 1 for stage in stages_of(asked) if asked.version in (None, stage.version_id)}
    tables = Table(opened), Table(endings, ENDINGS.index(OUT)), Table(meant, 0)
    parts = [_states(part, micros(asked.begin), micros(now), *tables) for part in each_part(asked, deals)]
    columns = [np.concatenate(one) for one in zip([np.empty(0, np.int64)] * 4, *parts, strict=True)]
    return States(deals, list(numbers), *columns)


def _states(part: Stays, begin: int, now: int, opened: Table, endings: Table, meant: Table) -> list[Column]:
    """Place, step then, step now and ending of the deals of one part that are told of."""
    step = opened.of(part.stage)
    overlaps = ((part.left == MISSING) & (part.onward == 0)) | (part.left >= begin)
    known = (part.entered != MISSING) & (part.entered < now) & (meant.of(part.stage) > 0)
    which = known & (((step >= 0) & overlaps) | (part.entered >= begin))
    part, step = part.where(which), step[which]
    if not len(part):
        return [np.empty(0, np.int64)] * 4
    first = int(part.at.min())
    own = part.at - first
    lasts = part.left == MISSING
    then = _last(own, (part.entered < begin) & (lasts | (part.left >= begin)))
    last = _last(own, lasts | (part.left >= now))
    final = _last(own, np.ones(len(own), bool))
    told = np.zeros(len(final), bool)
    told[own[(step >= 0) & (part.entered >= begin)]] = True
    step_then, step_now = (np.where(one >= 0, step[one], -1) for one in (then, last))
    told |= (step_then >= 0) | (step_now >= 0)
    told &= final >= 0
    stage = np.where(last >= 0, part.stage[last], part.onward[final])
    ending = np.where(step_now >= 0, ENDINGS.index(OUT), endings.of(stage))
    return [np.flatnonzero(told) + first, step_then[told], step_now[told], ending[told]]


def _last(own: Column, marked: Column) -> Column:
    """For each deal the place of its last stay that is marked, -1 for none."""
    found = np.full(int(own.max()) + 1, -1)
    places = np.flatnonzero(marked)
    found[own[places]] = places
    return found
