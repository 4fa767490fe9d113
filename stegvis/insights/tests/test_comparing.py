"""Two groups compared: the words depend on how many there are, and on nothing drawn at random."""

import random

import pytest

from stegvis.insights.figures.comparing import Share, bounds, chance_higher, chance_shorter, median_bounds


def test_chances_are_those_of_the_posterior():
    generator = random.Random(7)
    draws = [generator.betavariate(13, 19) > generator.betavariate(9, 23) for _ in range(20_000)]
    exact = chance_higher(Share(12, 30), Share(8, 30))
    assert exact == pytest.approx(sum(draws) / len(draws), abs=0.01)
    assert exact + chance_higher(Share(8, 30), Share(12, 30)) == pytest.approx(1)
    many = [chance_higher(Share(won, 2_000), Share(won - 30, 2_000)) for won in (800, 801)]
    close = chance_higher(Share(801, 2_001), Share(771, 2_001))
    assert many[0] == pytest.approx(close, abs=0.001)
    assert chance_higher(Share(0, 0), Share(0, 0)) == pytest.approx(0.5)


def test_few_deals_leave_much_open():
    low, high = bounds(Share(0, 3))
    assert (low, high) == (pytest.approx(1 - 0.95**0.25), pytest.approx(1 - 0.05**0.25))
    assert bounds(Share(80_000, 200_000)) == (pytest.approx(0.4, abs=0.002), pytest.approx(0.4, abs=0.002))


def test_times_are_compared_by_their_medians():
    generator = random.Random(3)
    quick, slow = ([generator.expovariate(1 / days) for _ in range(40)] for days in (10, 25))
    assert chance_shorter(quick, slow) > 0.95
    assert chance_shorter(quick, slow) + chance_shorter(slow, quick) == pytest.approx(1)
    assert chance_shorter([5.0] * 20, [5.0] * 30) == pytest.approx(0.5)
    assert chance_shorter([1.0], [2.0]) == pytest.approx(1)
    low, high = median_bounds(quick)
    assert low < sorted(quick)[20] < high
