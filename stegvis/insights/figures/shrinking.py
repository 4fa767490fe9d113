"""Few deals of one seller, read with the whole team's: the fewer, the closer to the team's mean.

Empirical Bayes (C. Morris, "Parametric empirical Bayes inference", Journal of the American Statistical Association 78,
1983), as hospitals are compared (S.-L. Normand, M. Glickman and C. Gatsonis, "Statistical methods for profiling
providers of medical care", same journal 92, 1997). How much sellers differ is not known either: it is averaged over
what it may be, each weighted by how well it explains what the team did, so that intervals are not too narrow. Before
that every degree of shrinking is as likely as another (C. Christiansen and C. Morris, "Hierarchical Poisson regression
modeling", same journal 92, 1997). The team's mean is not known for sure either, which is added.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, expm1, lgamma, log, pi, sqrt
from statistics import median
from typing import NamedTuple

from stegvis.insights.figures.gamma import digamma, trigamma
from stegvis.insights.figures.shares import NINETY
from stegvis.insights.figures.strata import Lasted, Mean, Tried, against_expected

# How alike sellers may be: the team's mean weighs like so many deals of one's own.
ALIKE = [2.0**power for power in range(2, 13)]
# How far apart their typical days may be, as a logarithm: from 2 hundredths to a factor of five.
APART = [0.02 * 1.5**power for power in range(12)]
LEAST_SPREAD = 0.05


@dataclass(frozen=True)
class Estimate:
    """What one may think of a seller on a stage, with deals of the team's mix: `middle`, in nine of ten between bounds.

    `own` is what was found of `count`, unadjusted (None of nothing). `centre` and `spread` are mean and standard
    deviation on the scale of logarithms, on which two estimates are compared.
    """

    count: int
    own: float | None
    middle: float
    low: float
    high: float
    centre: float
    spread: float


@dataclass(frozen=True)
class Team:
    """The team's mean (`centre`: on the scale of logarithms), and each seller's estimate.

    `none` is that of somebody of whom nothing is known yet.
    """

    mean: float
    centre: float
    sellers: Mapping[Hashable, Estimate]
    none: Estimate

    def of(self, seller: Hashable) -> Estimate:
        """The estimate of a seller."""
        return self.sellers.get(seller, self.none)


def shrink_shares(rows: Iterable[Tried]) -> Team | None:
    """Hundredths that go on, by seller; None where no deal left the stage.

    Beta-binomial (J. Kleinman, "Proportions with extraneous variance", Journal of the American Statistical Association
    68, 1973) around what was expected of the seller's deals; carried over to the team's mix by its log odds.
    """
    found = against_expected((one.seller, one.stratum, one.left, one.on) for one in rows)
    whole = sum(one.count for one in found.values())
    if not whole:
        return None
    # Nothing is certain: neither that none nor that all ever go on.
    edge = 0.5 / (whole + 1)
    team = _within(sum(one.count * one.mean for one in found.values()) / whole, edge)
    told = [Mean(one.count, one.mean, _within(one.expected, edge)) for one in found.values()]
    typical = median(one.count for one in told)
    weights = _weights([_explains(told, alike) + _before(alike / (alike + typical)) for alike in ALIKE])
    unsure = _Unsure(len(told), 1 / (whole * team * (1 - team)))
    sellers = {one: _share(mean, team, weights, unsure) for one, mean in zip(found, told, strict=True)}
    return Team(100 * team, _odds(team), sellers, _share(Mean(0, 0.0, team), team, weights, unsure))


def shrink_times(rows: Iterable[Lasted]) -> Team | None:
    """Typical days (their geometric mean) of stays that are over, by seller; None where none is.

    Normal on the scale of ln(1 + days), around what was expected of the seller's deals.
    """
    known = list(rows)
    found = against_expected((one.seller, one.stratum, one.ended, one.logs) for one in known)
    whole = sum(one.count for one in found.values())
    if not whole:
        return None
    team = sum(one.count * one.mean for one in found.values()) / whole
    noise = _noise(known, found)
    typical = noise / median(one.count for one in found.values())
    told = list(found.values())
    weights = _weights([_fits(told, apart, noise) + _before(typical / (typical + apart**2)) for apart in APART])
    unsure = _Unsure(len(found), noise / whole)
    sellers = {one: _days(mean, team, noise, weights, unsure) for one, mean in found.items()}
    return Team(expm1(team), team, sellers, _days(Mean(0, 0.0, 0.0), team, noise, weights, unsure))


class _Unsure(NamedTuple):
    """How unsure the team's mean is: it is of so many sellers, and its deals vary so much."""

    sellers: int
    noise: float

    def of(self, trust: float, between: float) -> float:
        """The variance that this adds where one's own deals have the weight `trust`."""
        return (1 - trust) ** 2 * (between / self.sellers + self.noise)


def _before(shrinking: float) -> float:
    """Every shrinking from none (0) to all (1) as likely as another, seen on a grid of logarithms."""
    return log(shrinking * (1 - shrinking))


def _within(share: float, edge: float) -> float:
    return min(1 - edge, max(edge, share))


def _weights(logs: Sequence[float]) -> list[float]:
    top = max(logs)
    weights = [exp(one - top) for one in logs]
    return [one / sum(weights) for one in weights]


def _explains(told: Sequence[Mean], alike: float) -> float:
    """The logarithm of how likely what was found is, where the team's mean weighs like `alike` deals."""
    likely = 0.0
    for one in sorted(told):
        a, b, on = alike * one.expected, alike * (1 - one.expected), one.count * one.mean
        likely += _beta(a + on, b + one.count - on) - _beta(a, b)
    return likely


def _share(one: Mean, team: float, weights: Sequence[float], unsure: _Unsure) -> Estimate:
    on = one.count * one.mean
    posts = [(alike * one.expected + on, alike * (1 - one.expected) + one.count - on) for alike in ALIKE]
    shift = _odds(team) - _odds(one.expected)
    middle = _share_of(_odds(sum(w * a / (a + b) for w, (a, b) in zip(weights, posts, strict=True))) + shift)
    # The log odds of a Beta(a, b) have the mean digamma(a) - digamma(b) and the variance trigamma(a) + trigamma(b).
    moments = [
        (
            digamma(a) - digamma(b) + shift,
            trigamma(a) + trigamma(b) + unsure.of(one.count / (one.count + alike), 1 / (alike * team * (1 - team))),
        )
        for alike, (a, b) in zip(ALIKE, posts, strict=True)
    ]
    centre, spread = _mixed(moments, weights)
    low, high = (_share_of(centre + side * NINETY * spread) for side in (-1, 1))
    own = 100 * one.mean if one.count else None
    return Estimate(one.count, own, 100 * middle, 100 * min(low, middle), 100 * max(high, middle), centre, spread)


def _noise(rows: Sequence[Lasted], found: Mapping[Hashable, Mean]) -> float:
    """The variance of single stays around their sellers' means."""
    squares = sum(sorted(one.squares for one in rows))
    between = sum(sorted(one.count * one.mean**2 for one in found.values()))
    free = sum(one.count for one in found.values()) - len(found)
    return max(LEAST_SPREAD**2, (squares - between) / free) if free > 0 else 1.0


def _fits(told: Sequence[Mean], apart: float, noise: float) -> float:
    likely = 0.0
    for one in sorted(told):
        variance = apart**2 + noise / one.count
        likely -= (log(2 * pi * variance) + (one.mean - one.expected) ** 2 / variance) / 2
    return likely


def _days(one: Mean, team: float, noise: float, weights: Sequence[float], unsure: _Unsure) -> Estimate:
    moments = []
    for apart in APART:
        trust = apart**2 * one.count / (apart**2 * one.count + noise)
        variance = apart**2 * (1 - trust) + unsure.of(trust, apart**2)
        moments.append((team + trust * (one.mean - one.expected), variance))
    centre, spread = _mixed(moments, weights)
    middle, low, high = (max(0.0, expm1(centre + side * NINETY * spread)) for side in (0, -1, 1))
    return Estimate(one.count, expm1(one.mean) if one.count else None, middle, low, high, centre, spread)


def _mixed(moments: Sequence[tuple[float, float]], weights: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation of a mixture."""
    centre = sum(w * mean for w, (mean, _) in zip(weights, moments, strict=True))
    variance = sum(w * (var + (mean - centre) ** 2) for w, (mean, var) in zip(weights, moments, strict=True))
    return centre, sqrt(variance)


def _beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _odds(share: float) -> float:
    return log(share / (1 - share))


def _share_of(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > 0 else exp(odds) / (1 + exp(odds))
