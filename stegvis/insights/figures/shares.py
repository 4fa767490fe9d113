"""Shares of few: how sure one may be of "11 of 36"."""

from math import sqrt
from typing import NamedTuple

# The middle nine tenths of a normal distribution reach so many standard deviations to either side.
NINETY = 1.6449
# Of fewer no share is said.
ENOUGH = 5


class Share(NamedTuple):
    """Hundredths: what was found, and between which bounds the true share is in nine of ten such cases."""

    middle: float
    low: float
    high: float


def share(part: int, whole: int, z: float = NINETY) -> Share | None:
    """`part` of `whole` with its 90 % interval; None where `whole` is below five, which says nothing.

    The score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927): unlike the plain one it never leaves 0 to 100 and holds
    for few and for rare.
    """
    if whole < ENOUGH:
        return None
    found = part / whole
    centre = found + z * z / (2 * whole)
    reach = z * sqrt(found * (1 - found) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    low, high = (centre - reach) / scale, (centre + reach) / scale
    # All and none reach the ends themselves, whatever the last bit of the sums says.
    return Share(100 * found, 100 * max(0.0, min(low, found)), 100 * min(1.0, max(high, found)))


def part_ways(one: Share | None, other: Share | None) -> bool:
    """Whether two shares differ beyond doubt: their intervals do not meet."""
    return one is not None and other is not None and (one.low > other.high or other.low > one.high)
