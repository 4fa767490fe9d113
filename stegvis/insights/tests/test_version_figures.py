"""Versions compared by deals that were followed for the same number of days, each under its own version."""

from datetime import datetime, timedelta

from stegvis.discovery.histories import Stay
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.comparing import Share
from stegvis.insights.figures.versions import horizon_of, judge_days, judge_won, side_of

BEGAN = datetime(2026, 1, 1)


def case(days, end="W", began=BEGAN):
    kinds = {"W": "won", "L": "lost"}
    return Case(0, (Stay("A", "open", days / 2), Stay("B", "open", days / 2), Stay(end, kinds[end])), began=began)


def test_every_deal_is_followed_for_the_same_days():
    cases = [case(10), case(40), case(5, "L"), case(6, began=BEGAN + timedelta(days=50)), case(4, began=None)]
    side = side_of(cases, BEGAN + timedelta(days=60), 20, ("A", "B"))
    assert (side.began, side.won, side.days) == (5, Share(1, 3), (10,))
    assert side.steps == {"A": Share(3, 3), "B": Share(1, 3)}


def test_the_days_are_those_in_which_three_of_four_are_decided():
    assert horizon_of([case(days) for days in range(1, 101)]) == 75
    assert (horizon_of([case(9)]), horizon_of([case(1)] * 20)) == (90, 7)


def test_verdicts_need_enough_deals():
    assert judge_won(Share(15, 19), Share(40, 100)).verdict == "few"
    assert judge_won(Share(60, 100), Share(40, 100)).verdict == "better"
    assert judge_won(Share(40, 100), Share(60, 100)).verdict == "worse"
    assert judge_won(Share(41, 100), Share(40, 100)).verdict == "equal"
    assert judge_days([3.0] * 9, [9.0] * 30).verdict == "few"
    assert judge_days([float(day) for day in range(20)], [float(day) for day in range(30, 60)]).verdict == "better"
