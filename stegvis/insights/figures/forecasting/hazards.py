"""How likely a deal leaves a stage on a day, by how long it has been there and where to.

Cause-specific hazards in discrete time (Putter, Fiocco, Geskus 2007, Statistics in Medicine 26, section 3; the states
and their transition matrices are Aalen and Johansen's, 1978). Stays that go on are censored. Each hazard is a
gamma-Poisson rate (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6): exits over days at risk, shrunk from
the age band to the stage, and from the stage to what the process says (`priors`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stegvis.insights.figures.forecasting.stays import AWAY, LOST, NEVER, WON, Column, Stays

# First days of the bands of ages; the last one has no end.
AGES = np.array([0, 1, 3, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 180, 270, 365])
WINDOW = 365
# What the stage's own prior is worth in exits, and a band's.
PRIOR_EXITS, BAND_EXITS = 5.0, 10.0
OLDEST = 400


@dataclass(frozen=True)
class Hazards:
    """Chances to leave on a day: `by_band` by age band, place and where to (places, won, lost, away)."""

    by_band: Column
    exits: Column
    at_risk: Column
    observed: tuple[int, int]

    @property
    def places(self) -> int:
        """How many places there are."""
        return self.by_band.shape[1]

    @cached_property
    def by_age(self) -> Column:
        """The same for each age in days up to OLDEST."""
        return self.by_band[band_of(np.arange(OLDEST + 1))]

    @property
    def seen_exits(self) -> int:
        """How many stays were seen to end; with few, the process's own figures speak."""
        return int(self.exits.sum())


def band_of(ages: Column) -> Column:
    """The age band of each age in days."""
    return np.searchsorted(AGES, ages, side="right") - 1


def learn(stays: Stays, day: int, prior: Column) -> Hazards:
    """Hazards from what was known at the end of `day` (`stays` of `known_on`), over the last year.

    Before the first exit that is on record nothing could be seen to end (an import of decided deals), so days before it
    do not count as days at risk: delayed entry, Klein and Moeschberger, Survival Analysis, section 3.4.
    """
    window = observed_window(stays, day)
    exits, at_risk = count(stays, *window, len(prior))
    return Hazards(shrink(exits, at_risk, prior), exits, at_risk, window)


def observed_window(stays: Stays, day: int) -> tuple[int, int]:
    """First and last day that counts."""
    ends = stays.left[stays.left < NEVER]
    first = int(ends.min()) if len(ends) else day
    return max(first, day - WINDOW + 1), day


def count(stays: Stays, begin: int, end: int, places: int) -> tuple[Column, Column]:
    """Exits by age band, place and where to, and days at risk by age band and place, from `begin` to `end`."""
    held = stays.where((stays.entered <= end) & (stays.left >= begin))
    from_age = np.maximum(begin - held.entered, 0)
    to_age = np.minimum(held.left, end) - held.entered
    at_risk = np.zeros((len(AGES), places))
    for band, low in enumerate(AGES):
        high = AGES[band + 1] if band + 1 < len(AGES) else NEVER
        days = np.clip(to_age + 1, low, high) - np.clip(from_age, low, high)
        at_risk[band] = np.bincount(held.place, weights=days, minlength=places)
    return _exits(held.where(held.left <= end), places), at_risk


def _exits(ended: Stays, places: int) -> Column:
    causes = places + 3
    to = np.select([ended.to == WON, ended.to == LOST, ended.to == AWAY], [places, places + 1, places + 2], ended.to)
    cell = (band_of(ended.left - ended.entered) * places + ended.place) * causes + to
    counted = np.bincount(cell, minlength=len(AGES) * places * causes)
    return counted.reshape(len(AGES), places, causes).astype(float)


def shrink(exits: Column, at_risk: Column, prior: Column) -> Column:
    """Hazards by band: the stage's towards the prior, then the band's towards the stage's."""
    days = PRIOR_EXITS / np.maximum(prior.sum(axis=1, keepdims=True), 1e-6)
    stage = (exits.sum(axis=0) + days * prior) / (at_risk.sum(axis=0)[:, None] + days)
    days = BAND_EXITS / np.maximum(stage.sum(axis=1), 1e-6)
    rates = (exits + days[None, :, None] * stage[None]) / (at_risk + days[None])[:, :, None]
    return rates / np.maximum(rates.sum(axis=2, keepdims=True), 1.0)
