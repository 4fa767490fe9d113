"""Whom one compares with whom: deals of a like kind (a stratum), so that who has the harder ones is not the weaker."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

# Below so many deals a kind says nothing of its own; those kinds are taken together.
FEWEST = 20
OTHERS = "others"


class Tried(NamedTuple):
    """Of one seller's deals of one kind so many left the stage, and so many of them went on."""

    seller: Hashable
    stratum: Hashable
    left: int
    on: int


class Lasted(NamedTuple):
    """So many of one seller's stays of one kind are over; sums of ln(1 + days), and of its squares."""

    seller: Hashable
    stratum: Hashable
    ended: int
    logs: float
    squares: float


@dataclass(frozen=True, order=True)
class Mean:
    """`count` with the `mean` of what was found of them, beside what was `expected` of deals of these kinds."""

    count: int
    mean: float
    expected: float


def against_expected(rows: Iterable[tuple[Hashable, Hashable, int, float]]) -> dict[Hashable, Mean]:
    """Each seller's mean beside the one that the whole team has with the same mix of kinds.

    Rows are seller, stratum, count and sum. Indirect standardisation: N. Keiding and D. Clayton, "Standardization and
    control for confounding in observational studies", Statistical Science 29 (2014). Summed over all sellers, what was
    expected is what was found.
    """
    known = [row for row in rows if row[2]]
    home = _homes(known)
    means = _means((home[stratum], count, total) for _seller, stratum, count, total in known)
    counts: dict[Hashable, int] = defaultdict(int)
    found: dict[Hashable, float] = defaultdict(float)
    expected: dict[Hashable, float] = defaultdict(float)
    for seller, stratum, count, total in sorted(known, key=repr):
        counts[seller] += count
        found[seller] += total
        expected[seller] += count * means[home[stratum]]
    return {one: Mean(count, found[one] / count, expected[one] / count) for one, count in counts.items()}


def _homes(rows: list[tuple[Hashable, Hashable, int, float]]) -> Mapping[Hashable, Hashable]:
    """Where each stratum is counted: in itself, or with the other small ones."""
    sizes: dict[Hashable, int] = defaultdict(int)
    for _seller, stratum, count, _total in rows:
        sizes[stratum] += count
    return {stratum: stratum if size >= FEWEST else OTHERS for stratum, size in sizes.items()}


def _means(rows: Iterable[tuple[Hashable, int, float]]) -> dict[Hashable, float]:
    counts: dict[Hashable, int] = defaultdict(int)
    totals: dict[Hashable, float] = defaultdict(float)
    # In one order: the last bit of a sum must not depend on how the database hands out rows.
    for home, count, total in sorted(rows, key=repr):
        counts[home] += count
        totals[home] += total
    return {home: totals[home] / count for home, count in counts.items()}
