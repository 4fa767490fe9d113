"""What a process says of its stages before anything has happened in them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stegvis.insights.figures.forecasting.stays import Column

DAYS, PARKED_DAYS, PARKED_CHANCE = 14.0, 90.0, 0.1
WON_AT, LOST_AT, AWAY_AT = -3, -2, -1


class Place(NamedTuple):
    """A stage in all its versions: chance to be won from here (0 to 1) and days to be expected, None where untold.

    `ahead` is the index of the place that comes next (of a parked one: where it would come back to), None for the last
    before winning.
    """

    chance: float | None = None
    days: float | None = None
    ahead: int | None = None
    parked: bool = False


def chances(places: Sequence[Place]) -> list[float]:
    """Each place's chance to be won; where none is told, evenly rising along the process."""
    return [_chance(places, at) for at in range(len(places))]


def exit_rates(places: Sequence[Place]) -> Column:
    """Leaving on a day, by place and where to: the places, then won, lost, away.

    A stay lasts as long as expected on average (geometric), and goes on with the share of chances here and ahead.
    """
    known, count = chances(places), len(places)
    rates = np.zeros((count, count + 3))
    for at, place in enumerate(places):
        leaving = 1 / max(place.days or (PARKED_DAYS if place.parked else DAYS), 1.0)
        on = known[at] if place.ahead is None else min(known[at] / max(known[place.ahead], 0.01), 1.0)
        rates[at, WON_AT if place.ahead is None else place.ahead] = leaving * on
        rates[at, LOST_AT] += leaving * (1 - on)
    return rates


def _chance(places: Sequence[Place], at: int) -> float:
    place = places[at]
    if place.chance is not None:
        return min(max(place.chance, 0.0), 1.0)
    if place.parked:
        return PARKED_CHANCE
    left = _steps_to_end(places, at)
    line = [one for one in places if not one.parked]
    return max(1 - left / (len(line) + 1), 0.05)


def _steps_to_end(places: Sequence[Place], at: int) -> int:
    steps, seen = 1, {at}
    while (ahead := places[at].ahead) is not None and ahead not in seen:
        seen.add(ahead)
        at, steps = ahead, steps + 1
    return steps
