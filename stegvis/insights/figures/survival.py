"""How long something lasts where some of it is not over yet: what still lasts counts for as long as it has lasted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import NamedTuple

from stegvis.insights.figures.shares import NINETY

# What a share may be above a half and yet be one: it is a product of many.
LAST_BIT = 1e-9


class Step(NamedTuple):
    """After `days` this share of all was still going on; `low` and `high` bound it in nine of ten cases."""

    days: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """Shares still going on by day, falling; `size` stays, of which `ended` are over."""

    steps: tuple[Step, ...]
    size: int
    ended: int

    def quantile(self, part: float) -> int | None:
        """After how many days `part` (0.5: half) of all were over; None where so many never were while we looked."""
        return next((step.days for step in self.steps if step.share <= 1 - part + LAST_BIT), None)

    @property
    def median(self) -> int | None:
        """Half of all took at most so many days."""
        return self.quantile(0.5)

    @property
    def median_bounds(self) -> tuple[int | None, int | None]:
        """Between which days the true median is, in nine of ten such cases; None: later than anything seen.

        R. Brookmeyer and J. Crowley, "A confidence interval for the median survival time", Biometrics 38 (1982), with
        the bounds of the curve itself.
        """
        low = next((step.days for step in self.steps if step.low <= 0.5 + LAST_BIT), None)
        high = next((step.days for step in self.steps if step.high <= 0.5 + LAST_BIT), None)
        return low, high


def kaplan_meier(stays: Iterable[tuple[int, bool]] | Mapping[tuple[int, bool], int]) -> Curve:
    """The curve of `stays`: whole days, and whether it is over (else it still goes on, and counts that long).

    They come one by one, or with how many of each there are.

    E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
    Statistical Association 53 (1958); bounds by Greenwood's variance on the log-log scale (J. D. Kalbfleisch and
    R. L. Prentice, "The Statistical Analysis of Failure Time Data", 1980), which keeps them within 0 and 1. A stay that
    goes on on the day others end is still there on that day.
    """
    over: Counter[int] = Counter()
    going: Counter[int] = Counter()
    for (days, ended), count in Counter(stays).items():
        (over if ended else going)[max(0, days)] += count
    size = left = sum(over.values()) + sum(going.values())
    share, variance, steps = 1.0, 0.0, []
    for day in sorted(over.keys() | going.keys()):
        gone = over[day]
        if gone:
            share *= 1 - gone / left
            variance += gone / (left * (left - gone)) if left > gone else 0.0
            steps.append(Step(day, share, *_bounds(share, variance)))
        left -= gone + going[day]
    return Curve(tuple(steps), size, sum(over.values()))


def _bounds(share: float, variance: float) -> tuple[float, float]:
    if share <= 0 or share >= 1:
        return share, share
    reach = NINETY * sqrt(variance) / abs(log(share))
    return share ** exp(reach), share ** exp(-reach)
