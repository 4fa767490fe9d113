"""Two groups of deals compared, with what one may honestly say. No simulation: the same deals give the same words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, exp, lgamma, log, sqrt

# Below this many deals on either side nothing is concluded.
FEWEST = 10
SURE = 0.95
# From here on the sum takes too long, and the normal distribution is as good to four places.
MANY = 2_000


@dataclass(frozen=True)
class Share:
    """`won` of `of`."""

    won: int
    of: int

    @property
    def percent(self) -> float | None:
        """In per cent; None of nothing."""
        return 100 * self.won / self.of if self.of else None


def chance_higher(one: Share, other: Share) -> float:
    """The probability that the share behind `one` is higher than that behind `other`, both unknown before.

    Beta-binomial with a uniform prior; the closed form is E. Miller, "Formulas for Bayesian A/B Testing", 2014, formula
    6; for many deals the normal approximation of the two posteriors.
    """
    a, b = one.won + 1, one.of - one.won + 1
    c, d = other.won + 1, other.of - other.won + 1
    if max(one.of, other.of) > MANY:
        return _normal((_mean(a, b) - _mean(c, d)) / sqrt(_spread(a, b) + _spread(c, d)))
    below = _beta(c, d)
    terms = (exp(_beta(c + i, b + d) - log(b + i) - _beta(1 + i, b) - below) for i in range(a))
    return min(1.0, max(0.0, sum(terms)))


def bounds(share: Share, mass: float = 0.9) -> tuple[float, float]:
    """Where the true share lies with probability `mass`: quantiles of the posterior with a uniform prior, 0 to 1."""
    a, b = share.won + 1, share.of - share.won + 1
    return _quantile((1 - mass) / 2, a, b), _quantile((1 + mass) / 2, a, b)


def chance_shorter(one: Sequence[float], other: Sequence[float]) -> float:
    """The probability that the median behind `one` is below that behind `other`; ties count half.

    Bayesian bootstrap (D. Rubin, "The Bayesian Bootstrap", Annals of Statistics 9, 1981). Its median needs no drawing:
    the weights of the k smallest of n values sum to Beta(k, n - k), so the median is the k-th value with the
    probability of k - 1 heads in n - 1 throws of a coin.
    """
    mine, theirs = _medians(one), _medians(other)
    total = below = 0.0
    place = 0
    for value, weight in mine:
        while place < len(theirs) and theirs[place][0] < value:
            below += theirs[place][1]
            place += 1
        same = sum(w for v, w in theirs[place:] if v == value) if _ties(theirs, place, value) else 0.0
        total += weight * (1 - below - same / 2)
    return min(1.0, max(0.0, total))


def median_bounds(values: Sequence[float], mass: float = 0.9) -> tuple[float, float]:
    """Where the true median lies with probability `mass`, by the same bootstrap."""
    seen, low = 0.0, None
    for value, weight in _medians(values):
        seen += weight
        if low is None and seen >= (1 - mass) / 2:
            low = value
        if seen >= (1 + mass) / 2:
            return (value if low is None else low), value
    return min(values), max(values)


def _ties(theirs: Sequence[tuple[float, float]], place: int, value: float) -> bool:
    return place < len(theirs) and theirs[place][0] == value


def _medians(values: Sequence[float]) -> list[tuple[float, float]]:
    """The values in order, each with the probability of being the median; those that have none are left out."""
    count = len(values)
    tosses = count - 1
    top = lgamma(tosses + 1) - tosses * log(2)
    weights = (exp(top - lgamma(k + 1) - lgamma(tosses - k + 1)) for k in range(count))
    return [(value, weight) for value, weight in zip(sorted(values), weights, strict=True) if weight > 1e-12]


def _beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _mean(a: float, b: float) -> float:
    return a / (a + b)


def _spread(a: float, b: float) -> float:
    return a * b / ((a + b) ** 2 * (a + b + 1))


def _normal(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2


def _quantile(mass: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _round in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, a, b) < mass else (low, middle)
    return (low + high) / 2


def _below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction: "Numerical Recipes", 3rd ed., 2007, 6.4."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _below(1 - x, b, a)
    return exp(a * log(x) + b * log(1 - x) - _beta(a, b)) / a / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction from its end: enough terms for a share of so many deals."""
    value = 1.0
    for m in range(int(40 + 2 * sqrt(a + b)), 0, -1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        value = 1 + even / (value or 1e-300)
        k = m - 1
        odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
        value = 1 + odd / (value or 1e-300)
    return value
