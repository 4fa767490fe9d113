"""The first two derivatives of the logarithm of the gamma function, which Python does not bring."""

from math import log

# From here on the series is good to eleven places.
FAR = 10.0


def digamma(x: float) -> float:
    """The derivative of ln gamma at `x` > 0.

    M. Abramowitz and I. Stegun, "Handbook of Mathematical Functions", 1964, 6.3.5 and 6.3.18.
    """
    below = 0.0
    while x < FAR:
        below += 1 / x
        x += 1
    square = 1 / (x * x)
    return log(x) - 1 / (2 * x) - square * (1 / 12 - square * (1 / 120 - square / 252)) - below


def trigamma(x: float) -> float:
    """The second derivative of ln gamma at `x` > 0: the same, 6.4.6 and 6.4.12."""
    above = 0.0
    while x < FAR:
        above += 1 / (x * x)
        x += 1
    square = 1 / (x * x)
    return above + (1 + 1 / (2 * x) + square * (1 / 6 - square * (1 / 30 - square / 42))) / x
