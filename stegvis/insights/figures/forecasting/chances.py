"""Each deal's chance to be won by a day, from the hazards: backwards, day by day.

`W_t(s, a)`, the chance from place s at age a on day t, is what is won on that day, plus what moves on and is won from
there, plus what stays and is won later (first passage of a semi-Markov chain; Howard 1971, Dynamic Probabilistic
Systems, vol. 2). Moves within a day are solved as linear equations.
"""

from dataclasses import dataclass

import numpy as np

from stegvis.insights.figures.forecasting.hazards import OLDEST, Hazards
from stegvis.insights.figures.forecasting.seasons import Season
from stegvis.insights.figures.forecasting.stays import Column


@dataclass(frozen=True)
class Chances:
    """`now` by place and age at the end of the day of the forecast; `fresh` by day ahead (from 1) and place."""

    now: Column
    fresh: Column

    def of(self, place: Column, age: Column) -> Column:
        """The chance of each open deal, by its place and the days it has been there."""
        return self.now[place, np.clip(age, 0, OLDEST)]


def chances_until(hazards: Hazards, season: Season, day: int, last: int) -> Chances:
    """Chances to be won after `day`, at the latest on `last` (included)."""
    places = hazards.places
    later = np.zeros((places, OLDEST + 2))
    fresh = np.zeros((max(last - day, 0), places))
    for today in range(last, day, -1):
        later, fresh[today - day - 1] = _day_before(season.apply(hazards.by_age, today), later)
    return Chances(later[:, 1:], fresh)


def _day_before(leaving: Column, later: Column) -> tuple[Column, Column]:
    """From the chances on the next day those on this one, by place and age, and those of who comes in on it."""
    places = leaving.shape[1]
    staying = 1 - leaving.sum(axis=2)
    kept = staying.T * later[:, 1:]
    won = leaving[:, :, places].T
    fresh = np.linalg.solve(np.eye(places) - leaving[0, :, :places], won[:, 0] + kept[:, 0])
    chance = won + kept + (leaving[:, :, :places] @ fresh).T
    chance[:, 0] = fresh
    return np.concatenate([chance, chance[:, -1:]], axis=1), fresh
