"""Who could show whom how it is done: only where the difference is beyond doubt, however many were compared."""

from collections.abc import Hashable, Mapping, Sequence
from math import erfc, sqrt
from typing import Any, NamedTuple

from stegvis.insights.figures.shrinking import Estimate

# How sure one has to be of all that is said together.
SURE = 0.95
# Of fewer deals on a stage nobody is compared.
FEWEST = 10


class Pair(NamedTuple):
    """On the measure `what`, `helper` is clearly ahead of `helped`."""

    what: Any
    helper: Any
    helped: Any


def chance_above(one: Estimate, other: float, spread: float = 0.0) -> float:
    """The probability that the true value behind `one` is above `other`, of which one is sure up to `spread`."""
    both = sqrt(one.spread**2 + spread**2)
    return erfc((other - one.centre) / (both * sqrt(2))) / 2 if both else float(one.centre > other)


def compared(measures: Mapping[Hashable, Mapping[Hashable, Estimate]]) -> int:
    """In how many ways a seller may be found ahead of another, over all measures."""
    sizes = (sum(one.count >= FEWEST for one in sellers.values()) for sellers in measures.values())
    return sum(size * (size - 1) for size in sizes)


def threshold(comparisons: int) -> float:
    """How probable one statement among so many has to be, for all of them to hold with 95 % (C. Bonferroni, 1936)."""
    return 1 - (1 - SURE) / max(1, comparisons)


def solid_pairs(
    measures: Mapping[Hashable, Mapping[Hashable, Estimate]], *, less_is_better: Sequence[Hashable] = ()
) -> list[Pair]:
    """For each seller who is clearly behind on a measure, the one who is most clearly ahead; in the order given."""
    needed = threshold(compared(measures))
    pairs = []
    for what, sellers in measures.items():
        known = {one: it for one, it in sellers.items() if it.count >= FEWEST}
        sign = -1 if what in less_is_better else 1
        pairs += [
            Pair(what, helper, one)
            for one, it in known.items()
            if (helper := _ahead(it, known, sign, needed)) is not None
        ]
    return pairs


def _ahead(it: Estimate, known: Mapping[Hashable, Estimate], sign: int, needed: float) -> Hashable | None:
    """Whose lead over `it` is the most certain, of those that are certain enough and whose intervals part."""
    sure = {
        one: chance
        for one, other in known.items()
        if _apart(it, other, sign) and (chance := _lead(other, it, sign)) >= needed
    }
    return max(sure, key=lambda one: sure[one], default=None)


def _lead(one: Estimate, other: Estimate, sign: int) -> float:
    above = chance_above(one, other.centre, other.spread)
    return above if sign > 0 else 1 - above


def _apart(it: Estimate, other: Estimate, sign: int) -> bool:
    return other.low > it.high if sign > 0 else other.high < it.low
