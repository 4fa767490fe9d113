"""What the calendar does: more is decided at the end of a quarter; and how far a month's luck goes.

Sellers and buyers hurry before a quarter ends (Oyer 1998, Quarterly Journal of Economics 113). For each month of the
quarter, what was won is held against what the hazards without calendar expect (observed over expected, indirect
standardisation), and what still differs between months is luck that all deals of a month share.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np

from stegvis.insights.figures.forecasting.hazards import Hazards, count
from stegvis.insights.figures.forecasting.stays import Column, Stays

POSITIONS = 3
# A month of the quarter seen once counts half. Before anything is seen, luck is so large, worth so many months.
HALF_AT, LUCK, LUCK_MONTHS = 1.0, 0.2, 6.0
MONTHS, LEAST_DAYS, LEAST_WINS, MOST_LUCK = 12, 20, 3.0, 0.8


@dataclass(frozen=True)
class Season:
    """Factors on winning and losing by month of the quarter, and how far a month's luck goes (standard deviation)."""

    won: tuple[float, ...] = (1.0,) * POSITIONS
    lost: tuple[float, ...] = (1.0,) * POSITIONS
    luck: float = LUCK
    kept: dict[tuple[int, int], Column] = field(default_factory=dict, compare=False, repr=False)

    def apply(self, leaving: Column, day: int) -> Column:
        """Chances to leave on `day`, of those without calendar."""
        key = (id(leaving), position(day))
        if key not in self.kept:
            self.kept[key] = self._scaled(leaving, key[1])
        return self.kept[key]

    def _scaled(self, leaving: Column, at: int) -> Column:
        places = leaving.shape[1]
        scaled = leaving.copy()
        scaled[:, :, places] *= self.won[at]
        scaled[:, :, places + 1] *= self.lost[at]
        return scaled / np.maximum(scaled.sum(axis=2, keepdims=True), 1.0)


@cache
def position(day: int) -> int:
    """Which month of its quarter a day is in, from 0."""
    return (date.fromordinal(day).month - 1) % POSITIONS


def learn_season(stays: Stays, hazards: Hazards) -> Season:
    """Factors and luck from the last twelve months before the day of the forecast."""
    places, seen = hazards.places, []
    for begin, end in month_parts(*hazards.observed):
        exits, at_risk = count(stays, begin, end, places)
        expected = (at_risk[:, :, None] * hazards.by_band).sum(axis=(0, 1))
        observed = exits.sum(axis=(0, 1))
        seen.append((position(begin), *observed[places : places + 2], *expected[places : places + 2]))
    table = np.array(seen).reshape(-1, 5)
    won, lost = _factors(table, 1), _factors(table, 2)
    return Season(won, lost, _luck(table, won))


def month_parts(begin: int, end: int) -> list[tuple[int, int]]:
    """The months from `begin` to `end`; those that only a few days belong to are left out."""
    parts, day = [], begin
    while day <= end:
        last = min(month_end(day), end)
        if last - day + 1 >= LEAST_DAYS:
            parts.append((day, last))
        day = last + 1
    return parts[-MONTHS:]


def month_end(day: int) -> int:
    """The last day of the month that `day` is in."""
    one = date.fromordinal(day)
    following = date(one.year + one.month // 12, one.month % 12 + 1, 1)
    return following.toordinal() - 1


def _factors(table: Column, which: int) -> tuple[float, ...]:
    """Observed over expected by month of the quarter, towards 1 where few months were seen."""
    factors = []
    for at in range(POSITIONS):
        rows = table[table[:, 0] == at]
        ratio = (rows[:, which].sum() + LEAST_WINS) / (rows[:, which + 2].sum() + LEAST_WINS)
        factors.append(float(ratio ** (len(rows) / (len(rows) + HALF_AT))))
    return tuple(factors)


def _luck(table: Column, factors: tuple[float, ...]) -> float:
    """The standard deviation of what a month wins over what it should, beyond chance; towards LUCK with few months."""
    expected = table[:, 3] * np.array(factors)[table[:, 0].astype(int)]
    enough = expected >= LEAST_WINS
    observed, expected = table[enough, 1], expected[enough]
    beyond = ((observed / expected - 1) ** 2 - 1 / expected).sum()
    variance = (max(beyond, 0.0) + LUCK_MONTHS * LUCK**2) / (enough.sum() + LUCK_MONTHS)
    return float(min(np.sqrt(variance), MOST_LUCK))
