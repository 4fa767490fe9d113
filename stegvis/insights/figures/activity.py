"""Middles of what sellers did. Medians, as one week of holidays or one deal of two years would move a mean."""

from collections.abc import Sequence
from statistics import median

from stegvis.insights.figures.shares import ENOUGH

# Of fewer others nothing is said of the team: one could tell who it is.
OTHERS = 3


def middle(values: Sequence[float]) -> float | None:
    """The median; None of fewer than five, which says nothing."""
    return float(median(values)) if len(values) >= ENOUGH else None


def middle_of_team(others: Sequence[float | None], own: Sequence[float | None] = ()) -> float | None:
    """The median of what single sellers have, the reader's own among them; None where too few others have any."""
    known = [value for value in others if value is not None]
    return float(median([*known, *(value for value in own if value is not None)])) if len(known) >= OTHERS else None


def classed(hours: Sequence[float], classes: dict[str, tuple[int, int | None]]) -> dict[str, int]:
    """How many of `hours` are in each class: from its first hour on, before its last."""
    return {
        name: sum(low <= one and (high is None or one < high) for one in hours) for name, (low, high) in classes.items()
    }
