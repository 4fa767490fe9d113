"""Two versions of a process compared, each by the deals that began while it was in force.

Every deal is followed for the same number of days, all of them under its own version: young deals would make a new
version look quick, and what was decided under the next one says nothing about this one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stegvis.insights.figures.cases import LOST, WON, Case
from stegvis.insights.figures.comparing import SURE, Share, chance_higher, chance_shorter

# Deals that both sides need before anything is concluded of conversion, and won ones before time is.
ENOUGH, ENOUGH_WON = 20, 10
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 365, 90
BETTER, WORSE, EQUAL, TOO_FEW = "better", "worse", "equal", "few"
DAY = 86_400


@dataclass(frozen=True)
class Side:
    """A version's deals that were followed long enough: how many, won ones, and the days those took.

    `began` counts all that began in it, so `began - followed` are too young, or lived on under the next version.
    """

    began: int
    won: Share
    days: tuple[float, ...]
    steps: Mapping[str, Share]


@dataclass(frozen=True)
class Judgement:
    """On the newer one: BETTER, WORSE, EQUAL (no difference that could be told) or TOO_FEW, and how sure it is."""

    verdict: str
    surely: float | None = None


def horizon_of(cases: Sequence[Case]) -> int:
    """For how many days deals are followed: until three of four decided ones are."""
    days = sorted(one.days for one in cases if one.days is not None)
    if len(days) < ENOUGH_WON:
        return USUAL_DAYS
    return max(LEAST_DAYS, min(MOST_DAYS, math.ceil(days[math.ceil(0.75 * len(days)) - 1])))


def side_of(cases: Sequence[Case], until: datetime, horizon: int, order: Sequence[str]) -> Side:
    """The deals of a version that was in force until `until` (or now), each followed for `horizon` days."""
    days = timedelta(days=horizon)
    known = [one for one in cases if None not in [stay.days for stay in one.stays[:-1]]]
    ripe = [_Followed(one, horizon) for one in known if one.began is not None and one.began + days <= until]
    won = [one for one in ripe if one.won_after is not None]
    shares = {step: _went_on(ripe, step, set(order[place + 1 :])) for place, step in enumerate(order)}
    times = tuple(one.won_after for one in won if one.won_after is not None)
    return Side(len(cases), Share(len(won), len(ripe)), times, shares)


def judge_won(newer: Share, older: Share, fewest: int = ENOUGH) -> Judgement:
    """Whether the newer version wins more of its deals."""
    if min(newer.of, older.of) < fewest:
        return Judgement(TOO_FEW)
    return _judged(chance_higher(newer, older))


def judge_days(newer: Sequence[float], older: Sequence[float]) -> Judgement:
    """Whether the newer version wins sooner."""
    if min(len(newer), len(older)) < ENOUGH_WON:
        return Judgement(TOO_FEW)
    return _judged(chance_shorter(newer, older))


def _judged(surely: float) -> Judgement:
    return Judgement(BETTER if surely >= SURE else WORSE if surely <= 1 - SURE else EQUAL, surely)


class _Followed:
    """A case as it was known `horizon` days after it began: steps by then, and after how many days it was won."""

    def __init__(self, case: Case, horizon: int) -> None:
        self.steps: list[tuple[str, str]] = []
        self.won_after: float | None = None
        passed: float | None = 0.0
        for stay in case.stays:
            if passed is None or passed > horizon:
                break
            self.steps.append((stay.step, stay.kind))
            if stay.kind in WON and self.won_after is None:
                self.won_after = passed
            if stay.kind in LOST:
                self.won_after = None
            passed = None if stay.days is None else passed + stay.days


def _went_on(cases: Sequence[_Followed], step: str, further: set[str]) -> Share:
    """Of those that came into `step`, how many later came into a further one, or were won."""
    came = went = 0
    for case in cases:
        names = [name for name, _kind in case.steps]
        if step in names:
            came += 1
            went += any(name in further or kind in WON for name, kind in case.steps[names.index(step) + 1 :])
    return Share(went, came)
