"""Stays by seller, stage and kind of deal: the same figures as the database's."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import WENT_ON, WON_STATUSES, fate
from stegvis.insights.queries.columns.cohorts import last_stays, onward_marks
from stegvis.insights.queries.columns.deals import Deals, read_words
from stegvis.insights.queries.columns.grouping import combined, numbered_by
from stegvis.insights.queries.columns.numbers import DAY, MISSING, Column
from stegvis.insights.queries.columns.stays import Stays
from stegvis.insights.queries.funnel import places_of
from stegvis.insights.queries.sellers import BOUNDS, NO_VALUE
from stegvis.processes.models import StageKind


def rows_of_sellers(pool: Asked) -> Iterator[tuple]:
    """Seller, stage, rung, currency, source; how many stays, left, went on, ended; sums of logs and their squares."""
    deals, stays = last_stays(pool)
    stays = stays.where(stays.seller > 0)
    at, (sources, words) = stays.at, read_words(pool, deals, "source")
    sellers, stages = numbered_by(stays.seller), numbered_by(stays.stage)
    rungs = _rungs(deals)[at]
    facts = [sellers[1], stages[1], rungs - NO_VALUE, deals.currency[at], sources[at]]
    groups, which = combined(facts)
    counts = [np.bincount(which, one, len(groups[0])) for one in _measures(pool, deals, stays)]
    for place in np.flatnonzero(counts[0]):
        seller, stage, rung, currency, source = (int(one[place]) for one in groups)
        key = (int(sellers[0][seller]), int(stages[0][stage]), rung + NO_VALUE)
        sums = (float(one[place]) for one in counts[4:])
        yield *key, deals.currencies[currency], words[source] or "", *(int(one[place]) for one in counts[:4]), *sums


def _measures(pool: Asked, deals: Deals, stays: Stays) -> list[Column]:
    """Of each stay: 1; whether it was left, went on, ended; the log of its days, and its square."""
    won = deals.has_status(WON_STATUSES)[stays.at]
    ended = stays.left != MISSING
    days = np.where(ended & (stays.entered != MISSING), np.maximum(0, stays.left - stays.entered) / DAY, 0.0)
    logs = np.log(days + 1.0)
    on = won | onward_marks(stays, _goes_on(pool, stays))
    return [np.ones(len(stays)), (stays.onward > 0) | won, on, ended, logs, logs * logs]


def _goes_on(pool: Asked, stays: Stays) -> dict[tuple[int, int], bool]:
    """Whether a move from a stage to a next one (0: none) is one onward."""
    places, found = places_of(pool), {}
    for stage, onward in product(np.unique(stays.stage).tolist(), np.unique(stays.onward).tolist()):
        _lineage, kind, place = places.get(onward, ("", StageKind.OPEN, None)) if onward else ("", None, None)
        found[stage, onward] = fate(places[stage][2], kind, place, "") == WENT_ON
    return found


def _rungs(deals: Deals) -> Column:
    """On which rung each deal's value is."""
    bounds = np.array([int(one * 100) for one in BOUNDS])
    return np.where(deals.whole > 0, np.searchsorted(bounds, deals.whole, side="right"), NO_VALUE)
