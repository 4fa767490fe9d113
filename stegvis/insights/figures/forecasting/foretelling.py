"""The forecast of a period: what its parts are put together to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from stegvis.insights.figures.forecasting.arrivals import learn_arrivals, won_values
from stegvis.insights.figures.forecasting.chances import chances_until
from stegvis.insights.figures.forecasting.correcting import Correction
from stegvis.insights.figures.forecasting.drawing import TOP, Draws, Uncertain, draw
from stegvis.insights.figures.forecasting.hazards import Hazards, learn
from stegvis.insights.figures.forecasting.mixing import learn_mix, raised
from stegvis.insights.figures.forecasting.priors import Place, chances, exit_rates
from stegvis.insights.figures.forecasting.seasons import Season, learn_season
from stegvis.insights.figures.forecasting.stays import WON, Column, Stays

LEVELS = (0.1, 0.5, 0.9)
# With fewer stays seen to end, the process's own chances and days weigh most.
FEW_EXITS = 30
PLAIN = Correction()


class Period(NamedTuple):
    """First and last day of what is foretold, and the day at whose end it is foretold (the day before, or within)."""

    first: int
    last: int
    known: int


class Band(NamedTuple):
    """What is fallen below in one of ten cases, in five, in nine; and the mean."""

    low: float
    middle: float
    high: float
    mean: float

    @classmethod
    def of(cls, sums: Column) -> "Band":
        """Of what all draws bring."""
        low, middle, high = (float(one) for one in np.quantile(sums, LEVELS))
        return cls(low, middle, high, float(sums.mean()))


@dataclass(frozen=True)
class Slip:
    """A deal that matters: its chance and value (an estimate where unknown), and the band if it slips."""

    deal: int
    chance: float
    value: float
    estimated: bool
    without: Band


@dataclass(frozen=True)
class Forecast:
    """What will be won in a period. Sums hold what was won in it already; `deal` and `chance` go together.

    `sums` is what each of the draws comes to.
    """

    band: Band
    already: float
    open: Band
    new: Band
    weighted: float
    deal: Column
    chance: Column
    value: Column
    slips: tuple[Slip, ...]
    few: bool
    new_wins: float
    sums: Column

    def chance_of(self, amount: float) -> float:
        """The share (0 to 1) of the draws that reach `amount`."""
        return float((self.sums >= amount).mean())


def foretell(
    stays: Stays, places: Sequence[Place], period: Period, correction: Correction = PLAIN, *, seed: int = 1
) -> Forecast:
    """The forecast of `period` from `stays`, of which only what was known on `period.known` is used.

    `places` tell the process's own chances and expected days, in the order of the stays' places; `correction` what
    earlier forecasts have taught. The same seed gives the same draws.
    """
    known = stays.known_on(period.known)
    hazards = learn(known, period.known, exit_rates(places))
    open_ = known.where(known.open)
    uncertain = _uncertain(known, open_, hazards, period, correction)
    already = won_between(known, period.first, period.known)
    top = np.argsort(-uncertain.chance * np.nan_to_num(uncertain.value, nan=_mean(uncertain.values)))[:TOP]
    draws = draw(uncertain, top, seed=seed)
    sums = draws.total + already
    return Forecast(
        band=Band.of(sums),
        already=already,
        open=Band.of(draws.old),
        new=Band.of(draws.new),
        weighted=already + weighted_pipeline(open_, places, uncertain.values),
        deal=open_.deal,
        chance=uncertain.chance,
        value=open_.value,
        slips=tuple(_slip(open_, uncertain, draws, at, already) for at in range(len(top))),
        few=hazards.seen_exits < FEW_EXITS,
        new_wins=uncertain.new,
        sums=sums,
    )


def won_between(stays: Stays, first: int, last: int) -> float:
    """What was won from `first` to `last`, both included."""
    return float(np.nan_to_num(stays.final[stays.ended(first, last, WON)]).sum(dtype=float))


def weighted_pipeline(open_: Stays, places: Sequence[Place], values: Column) -> float:
    """Values times the chance their stage has in the process, by whenever; unknown values as those of won deals."""
    fixed = np.array(chances(places), dtype=float)
    return float((np.nan_to_num(open_.value, nan=_mean(values)) * fixed[open_.place]).sum(dtype=float))


def _uncertain(known: Stays, open_: Stays, hazards: Hazards, period: Period, correction: Correction) -> Uncertain:
    """What the draws need to know; deals to come are expected from tomorrow to the last day."""
    season = learn_season(known, hazards)
    arrivals = learn_arrivals(known, period.known, hazards.places)
    mix = learn_mix(known, period.known)
    chance, new = _reached(hazards, season, open_, arrivals.daily, period.known, period.last)
    if period.first > period.known + 1:  # of a period yet to begin: what is won before it is not its
        sooner = _reached(hazards, season, open_, arrivals.daily, period.known, period.first - 1)
        chance, new = chance - sooner[0], new - sooner[1]
    return Uncertain(
        chance=raised(chance, mix.factors(open_.value, open_.source)),
        value=open_.value,
        new=new,
        values=won_values(known, period.known),
        luck=correction.spread(season.luck),
        new_spread=arrivals.spread,
        lean=correction.lean,
    )


def _reached(
    hazards: Hazards, season: Season, open_: Stays, daily: Column, known: int, last: int
) -> tuple[Column, float]:
    """Chances of the open deals to be won from the day after `known` to `last`, and wins among deals to come."""
    reached = chances_until(hazards, season, known, last)
    return reached.of(open_.place, known - open_.entered), float((reached.fresh @ daily).sum())


def _slip(open_: Stays, uncertain: Uncertain, draws: Draws, at: int, already: float) -> Slip:
    where = int(draws.top[at])
    value, unknown = float(open_.value[where]), bool(np.isnan(open_.value[where]))
    without = Band.of(draws.total - draws.of_top[:, at] + already)
    worth = _mean(uncertain.values) if unknown else value
    return Slip(int(open_.deal[where]), float(uncertain.chance[where]), worth, unknown, without)


def _mean(values: Column) -> float:
    return float(values.mean()) if len(values) else 0.0
