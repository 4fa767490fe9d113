"""Deals that are not there yet: how many a day begin where, and what a won one is worth."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from stegvis.insights.figures.forecasting.hazards import WINDOW
from stegvis.insights.figures.forecasting.seasons import month_parts
from stegvis.insights.figures.forecasting.stays import WON, Column, Stays

RECENT, SPREAD, SPREAD_MONTHS = 91, 0.2, 3.0
MOST_VALUES = 5_000


@dataclass(frozen=True)
class Arrivals:
    """Deals a day by place, as of late; `spread`: how far a month's number strays (standard deviation over mean)."""

    daily: Column
    spread: float


def learn_arrivals(stays: Stays, day: int, places: int) -> Arrivals:
    """From the deals that began in the last 91 days, or since the first one."""
    begun = stays.where(stays.first)
    since = max(day - RECENT + 1, int(begun.entered.min(initial=day)))
    recent = begun.place[begun.entered >= since]
    daily = np.bincount(recent, minlength=places) / (day - since + 1)
    return Arrivals(daily, _spread(begun, day))


def _spread(begun: Stays, day: int) -> float:
    since = max(day - WINDOW + 1, int(begun.entered.min(initial=day)))
    counted = [((begun.entered >= first) & (begun.entered <= last)).sum() for first, last in month_parts(since, day)]
    changes = [abs(np.log((after + 1) / (before + 1))) for before, after in pairwise(counted)]
    squares = float(np.square(changes).sum())
    return float(np.sqrt((squares + SPREAD_MONTHS * SPREAD**2) / (len(changes) + SPREAD_MONTHS)))


def won_values(stays: Stays, day: int) -> Column:
    """What deals won in the last year were worth, evenly thinned to a few thousand; those without value count as 0."""
    values = np.nan_to_num(stays.final[stays.ended(day - WINDOW + 1, day, WON)])
    return values if len(values) <= MOST_VALUES else np.sort(values)[:: len(values) // MOST_VALUES + 1]
