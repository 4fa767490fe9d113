"""What past forecasts would have been, and how they compare with simpler ones.

Each past period is foretold from what was known on the evening before it: learnt anew, never with later moves or facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from stegvis.insights.figures.forecasting.correcting import Correction, error, learn_correction
from stegvis.insights.figures.forecasting.foretelling import LEVELS, Band, Forecast, Period, foretell, won_between
from stegvis.insights.figures.forecasting.priors import Place
from stegvis.insights.figures.forecasting.scoring import calibration, pinball
from stegvis.insights.figures.forecasting.stays import NEVER, WON, Stays

# A period is judged when the first exit on record is so many days before it; a method, after so many periods.
WARM_UP, ENOUGH, LONGEST = 90, 6, 24
MODEL, WEIGHTED, BEFORE = "model", "weighted", "before"


@dataclass(frozen=True)
class Tried:
    """One past period: what would have been told on the evening before, what the baselines said, and what came."""

    first: date
    last: date
    band: Band
    weighted: float
    before: float
    actual: float
    lean: float = 0.0

    @property
    def covered(self) -> bool:
        """Whether it came within the 80 % band."""
        return self.band.low <= self.actual <= self.band.high

    @property
    def losses(self) -> dict[str, float]:
        """Pinball losses of the model and of the baselines, which tell one number for all levels."""
        told = {MODEL: self.band[:3], WEIGHTED: (self.weighted,) * 3, BEFORE: (self.before,) * 3}
        return {name: pinball(self.actual, quantiles, LEVELS) for name, quantiles in told.items()}


@dataclass(frozen=True)
class Record:
    """All periods that were tried, and how the chances of single deals came true."""

    tried: tuple[Tried, ...]
    calibration: tuple[tuple[float, float, int], ...]

    @property
    def covered(self) -> int:
        """In how many periods the actual fell within the band."""
        return sum(one.covered for one in self.tried)

    @property
    def losses(self) -> dict[str, float]:
        """Mean pinball losses; empty without periods."""
        if not self.tried:
            return {}
        all_ = [one.losses for one in self.tried]
        return {name: sum(one[name] for one in all_) / len(all_) for name in all_[0]}

    @property
    def correction(self) -> Correction:
        """What the next forecast learns from these."""
        errors = (error(one.actual, one.band.middle, one.lean) for one in self.tried)
        return learn_correction([one for one in errors if one is not None])

    @property
    def best(self) -> str:
        """Which method is to be used: the model, until enough periods say that a baseline is better."""
        if len(self.tried) < ENOUGH:
            return MODEL
        losses = self.losses
        return min(losses, key=lambda name: (losses[name], name != MODEL))


def try_past(stays: Stays, places: Sequence[Place], today: date, months: int = 1) -> Record:
    """Foretell each past month (or quarter, `months=3`) that has enough history before it, at most LONGEST of them."""
    tried, chances, happened = [], [], []
    for first, last in past_periods(stays, today, months):
        period = Period(first.toordinal(), last.toordinal(), first.toordinal() - 1)
        correction = Record(tuple(tried), ()).correction
        forecast = foretell(stays, places, period, correction)
        tried.append(_tried(stays, forecast, first, months, correction.lean))
        chances.append(forecast.chance)
        happened.append(np.isin(forecast.deal, stays.deal[stays.ended(period.first, period.last, WON)]))
    curve = calibration(np.concatenate(chances), np.concatenate(happened)) if tried else []
    return Record(tuple(tried), tuple(curve))


def past_periods(stays: Stays, today: date, months: int) -> list[tuple[date, date]]:
    """First and last days of the whole periods before `today` that can be judged, oldest first."""
    ends = stays.left[stays.left < NEVER]
    if not len(ends):
        return []
    since = date.fromordinal(int(ends.min()) + WARM_UP)
    return list(_whole_periods(since, today, months))[-LONGEST:]


def _whole_periods(since: date, today: date, months: int) -> Iterator[tuple[date, date]]:
    first = later(since.replace(day=1, month=(since.month - 1) // months * months + 1), 0)
    if first < since:
        first = later(first, months)
    while (following := later(first, months)) <= today:
        yield first, following - timedelta(days=1)
        first = following


def later(first: date, months: int) -> date:
    """The first day of the month so many months after that of `first` (before, with a negative number)."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _tried(stays: Stays, forecast: Forecast, first: date, months: int, lean: float) -> Tried:
    last = later(first, months) - timedelta(days=1)
    before = won_between(stays, later(first, -months).toordinal(), first.toordinal() - 1)
    actual = won_between(stays, first.toordinal(), last.toordinal())
    return Tried(first, last, forecast.band, forecast.weighted, before, actual, lean)


def band_of(record: Record, method: str, point: float) -> Band:
    """The band around what a baseline says, by how far off it was in the periods of `record`."""
    told = {WEIGHTED: lambda one: one.weighted, BEFORE: lambda one: one.before}[method]
    ratios = [one.actual / told(one) for one in record.tried if told(one) > 0]
    return Band.of(point * np.array(ratios or [1.0]))
