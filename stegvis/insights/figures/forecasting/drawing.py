"""Ten thousand ways the period may end.

Each draw decides every open deal by a coin of its chance, all of a draw under the same luck (a log-normal factor on the
rate of winning; its quantiles in even steps, stratified sampling: Owen 2013, Monte Carlo, chapter 8), and adds what
deals not there yet bring (a compound Poisson sum). Coins are of 16 bits; memory is that of one stratum.

Of more than `THROWN` open deals only those that make the sum most uncertain have coins of their own. What the others
bring together is nearly normal (central limit theorem: none of them stands out), of the mean and variance that their
coins would have; where few of them are to be won, it is a compound Poisson sum.
"""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from stegvis.insights.figures.forecasting.stays import Column

DRAWS, STRATA = 10_000, 200
EACH = DRAWS // STRATA
TOP = 10
COIN = 65_536
MANY = 60
THROWN = 20_000


@dataclass(frozen=True)
class Uncertain:
    """Chance and value of open deals (not a number: unknown), `new` wins to be expected, what past wins were worth."""

    chance: Column
    value: Column
    new: float
    values: Column
    luck: float
    new_spread: float
    lean: float = 0.0


@dataclass(frozen=True)
class Draws:
    """Sums of all draws: of open deals, of new ones; and what each of the deals `top` brought in each draw."""

    old: Column
    new: Column
    top: Column
    of_top: Column

    @property
    def total(self) -> Column:
        """What each draw brings."""
        return self.old + self.new


def draw(uncertain: Uncertain, top: Column, *, seed: int = 1) -> Draws:
    """All draws; the same seed gives the same ones. `top` are the places of deals to be told one by one."""
    random = np.random.Generator(np.random.SFC64(seed))
    rate = np.log1p(-np.clip(uncertain.chance, 0, 1 - 1 / COIN)).astype(np.float32)
    thrown, together = parted(uncertain, top)
    some = replace(uncertain, chance=uncertain.chance[thrown], value=uncertain.value[thrown])
    crowd = Crowd(rate[together].astype(float), *worth_of(uncertain, together))
    rate, places = rate[thrown], np.searchsorted(thrown, top)
    parts = []
    for luck in lucks(uncertain):
        old, new, of_top = _stratum(some, rate * np.float32(luck), luck, places, random)
        parts.append((old + crowd.draw(luck, random) if len(together) else old, new, of_top))
    old, new, of_top = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Draws(old, new, top, of_top)


def parted(uncertain: Uncertain, top: Column) -> tuple[Column, Column]:
    """The places of deals with a coin of their own, `top` among them, and of those that are taken together."""
    everybody = np.arange(len(uncertain.chance))
    if len(everybody) <= THROWN:
        return everybody, everybody[:0]
    chance = uncertain.chance.astype(float)
    mean, square = worth_of(uncertain, everybody)
    spread = chance * square - (chance * mean) ** 2
    spread[top] = np.inf
    order = np.argpartition(-spread, THROWN)
    return np.sort(order[:THROWN]), np.sort(order[THROWN:])


@dataclass(frozen=True)
class Crowd:
    """Deals that are taken together: rates of not being won, and mean and mean square of what each may be worth."""

    rate: Column
    mean: Column
    square: Column

    def draw(self, luck: float, random) -> Column:
        """What they bring in each draw of a stratum."""
        chance = 1 - np.exp(self.rate * luck)
        each, wins = chance * self.mean, chance.sum()
        if wins < MANY:
            return self._draw_few(chance / wins, random.poisson(wins, EACH), random) if wins else np.zeros(EACH)
        variance = max(0.0, float((chance * self.square - each**2).sum()))
        return np.maximum(each.sum() + np.sqrt(variance) * random.standard_normal(EACH), 0)

    def _draw_few(self, shares: Column, wins: Column, random) -> Column:
        won = random.choice(self.mean, wins.sum(), p=shares)
        return np.bincount(np.repeat(np.arange(EACH), wins), weights=won, minlength=EACH)


def worth_of(uncertain: Uncertain, places: Column) -> tuple[Column, Column]:
    """Mean and mean square of what the deals at `places` are worth; where unknown, what a past win was."""
    value = uncertain.value[places].astype(float)
    known, past = ~np.isnan(value), uncertain.values if len(uncertain.values) else np.zeros(1)
    return np.where(known, value, past.mean()), np.where(known, value**2, (past.astype(float) ** 2).mean())


def lucks(uncertain: Uncertain) -> list[float]:
    """Factors on the rate of winning, one for each stratum; their mean is 1, or what the lean says."""
    steps = [NormalDist().inv_cdf((at + 0.5) / STRATA) for at in range(STRATA)]
    factors = np.exp(uncertain.luck * np.array(steps))
    return list(factors / factors.mean() * np.exp(uncertain.lean))


def _stratum(uncertain: Uncertain, rate: Column, luck: float, top: Column, random) -> tuple[Column, Column, Column]:
    """`rate` is the logarithm of the chance not to be won under this luck."""
    value, count = _valued(uncertain, random), len(rate)
    coins = ((1 - np.exp(rate)) * (COIN - 1)).astype(np.uint16)
    thrown = random.bit_generator.random_raw((EACH * count + 3) // 4).view(np.uint16)
    won = (thrown[: EACH * count].reshape(EACH, count) < coins).astype(np.float32)
    # Not `@`: threads of a BLAS would wait for one another on a busy machine, which costs four times as much.
    return np.einsum("ij,j->i", won, value), _new(uncertain, luck, EACH, random), won[:, top] * value[top]


def _valued(uncertain: Uncertain, random) -> Column:
    """Values, where unknown one of those that were won."""
    unknown = np.isnan(uncertain.value)
    value = np.nan_to_num(uncertain.value).astype(np.float32)
    if unknown.any() and len(uncertain.values):
        value[unknown] = random.choice(uncertain.values, int(unknown.sum()))
    return value


def _new(uncertain: Uncertain, luck: float, each: int, random) -> Column:
    """What deals to come bring: a number of wins, each worth what one of the past was; many together nearly normal."""
    if not len(uncertain.values) or uncertain.new <= 0:
        return np.zeros(each, dtype=np.float32)
    spread = uncertain.new_spread
    rate = uncertain.new * luck * np.exp(spread * random.standard_normal(each) - spread**2 / 2)
    wins = random.poisson(rate)
    if uncertain.new > MANY:
        mean, deviation = uncertain.values.mean(), uncertain.values.std()
        return np.maximum(wins * mean + np.sqrt(wins) * deviation * random.standard_normal(each), 0)
    draws = np.repeat(np.arange(each), wins)
    return np.bincount(draws, weights=random.choice(uncertain.values, len(draws)), minlength=each)
