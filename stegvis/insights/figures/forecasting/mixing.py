"""Whether large deals, or those from some source, are won more often than their stage says.

Observed over expected wins of decided deals, by kind, where the expectation is the share won of all that began in the
same place (indirect standardisation; Breslow and Day 1987, Statistical Methods in Cancer Research II, section 2.3),
shrunk towards 1 by a gamma prior.
"""

from dataclasses import dataclass

import numpy as np

from stegvis.insights.figures.forecasting.hazards import WINDOW
from stegvis.insights.figures.forecasting.stays import LOST, WON, Column, Stays

PRIOR_WINS = 10.0
LEAST, MOST = 0.25, 4.0
BANDS, UNKNOWN_BAND = 3, 3


@dataclass(frozen=True)
class Mix:
    """Factors by band of value (small, middle, large, unknown) and by source; `edges` part the bands."""

    edges: Column
    by_band: Column
    by_source: Column

    def factors(self, value: Column, source: Column) -> Column:
        """What each deal's chance is to be raised by."""
        known = np.clip(source, 0, len(self.by_source) - 1)
        return np.clip(self.by_band[self.bands(value)] * self.by_source[known], LEAST, MOST)

    def bands(self, value: Column) -> Column:
        """The band of each value."""
        return np.where(np.isnan(value), UNKNOWN_BAND, np.searchsorted(self.edges, value, side="right"))


def learn_mix(stays: Stays, day: int) -> Mix:
    """Factors from the deals that were won or lost in the last year."""
    begun, won = _decided(stays, day)
    known = begun.value[~np.isnan(begun.value)]
    edges = np.quantile(known, [1 / 3, 2 / 3]) if len(known) else np.array([np.inf, np.inf])
    expected = _shares(begun.place, won)
    plain = Mix(edges, np.ones(BANDS + 1), np.ones(1))
    by_band = _ratios(plain.bands(begun.value), won, expected, BANDS + 1)
    by_source = _ratios(begun.source, won, expected, int(stays.source.max(initial=0)) + 1)
    return Mix(edges, by_band, by_source)


def raised(chance: Column, factor: Column) -> Column:
    """A chance after its rate was multiplied: 1 - (1 - p) ** factor."""
    return 1 - (1 - np.clip(chance, 0, 1)) ** factor


def _decided(stays: Stays, day: int) -> tuple[Stays, Column]:
    """The first stays of deals decided in the last year, and which of them were won."""
    since = day - WINDOW
    won = np.unique(stays.deal[stays.ended(since, day, WON)])
    lost = np.unique(stays.deal[stays.ended(since, day, LOST)])
    begun = stays.where(stays.first & np.isin(stays.deal, np.union1d(won, lost)))
    return begun, np.isin(begun.deal, won)


def _shares(place: Column, won: Column) -> Column:
    begun, successful = np.bincount(place), np.bincount(place, weights=won)
    return (successful / np.maximum(begun, 1))[place]


def _ratios(kind: Column, won: Column, expected: Column, kinds: int) -> Column:
    observed, hoped = np.bincount(kind, won, kinds), np.bincount(kind, expected, kinds)
    return (observed + PRIOR_WINS) / (hoped + PRIOR_WINS)
