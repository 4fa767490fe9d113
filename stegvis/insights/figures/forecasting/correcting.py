"""What a forecast learns from its own past errors: a lean to one side, and how wide its band has to be."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np

# A lean is taken in full only after many periods; the luck told by hazards is worth so many errors.
LEAN_PERIODS, LUCK_PERIODS, MOST_ERROR = 3.0, 6.0, 1.5


class Correction(NamedTuple):
    """`lean`: logarithm of what to multiply the rate of winning by. `errors` of earlier periods, without it."""

    lean: float = 0.0
    errors: tuple[float, ...] = ()

    def spread(self, luck: float) -> float:
        """The luck that all deals of a period share, given what hazards say of it: a mean of both, by weight."""
        beyond = sum((error - self.lean) ** 2 for error in self.errors)
        return float(np.sqrt((beyond + LUCK_PERIODS * luck**2) / (len(self.errors) + LUCK_PERIODS)))


def learn_correction(errors: Sequence[float]) -> Correction:
    """From the errors of earlier periods, as `error` gives them: their mean, shrunk towards none."""
    return Correction(sum(errors) / (len(errors) + LEAN_PERIODS), tuple(errors))


def error(actual: float, middle: float, lean: float) -> float | None:
    """How far off a period was, as a logarithm, as if it had been told without `lean`; None where nothing was told."""
    if actual <= 0 or middle <= 0:
        return None
    return min(max(log(actual / middle) + lean, -MOST_ERROR), MOST_ERROR)
