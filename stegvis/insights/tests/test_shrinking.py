"""Few deals are read with the team's: none is the team's mean, very many are the own, and the order says nothing."""

import random
from math import exp, log, log1p, prod
from operator import mul

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stegvis.insights.figures.gamma import digamma, trigamma
from stegvis.insights.figures.helping import compared, solid_pairs, threshold
from stegvis.insights.figures.shrinking import shrink_shares, shrink_times
from stegvis.insights.figures.strata import Lasted, Tried, against_expected

TRIED = some.lists(
    some.tuples(some.integers(1, 6), some.sampled_from(["a", "b", "c"]), some.integers(0, 60), some.floats(0, 1)).map(
        lambda row: Tried(row[0], row[1], row[2], round(row[2] * row[3]))
    ),
    min_size=1,
    max_size=30,
)


@given(TRIED, some.randoms())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_shares_stay_within_their_bounds_and_no_order_changes_them(rows, dice):
    team = shrink_shares(rows)
    if team is None:
        assert not any(one.left for one in rows)
        return
    assert team.of("nobody").middle == pytest.approx(team.mean)
    for one in [*team.sellers.values(), team.none]:
        assert 0 <= one.low <= one.middle <= one.high <= 100
    mixed = dice.sample(rows, len(rows))
    assert dict(shrink_shares(mixed).sellers) == dict(team.sellers)


@given(TRIED)
def test_what_is_expected_of_all_is_what_was_found(rows):
    found = against_expected([(one.seller, one.stratum, one.left, one.on) for one in rows])
    expected = sum(one.count * one.expected for one in found.values())
    assert expected == pytest.approx(sum(one.on for one in rows))


def test_an_estimate_is_that_of_adding_up_all_that_may_be():
    """The posterior mean by plain sums over 2,000 shares and eleven degrees of likeness, without any formula of it."""
    found = {"a": (12, 9), "b": (30, 12), "c": (4, 0), "d": (20, 11)}
    shares = [(n + 0.5) / 2_000 for n in range(2_000)]
    mean = sum(on for _left, on in found.values()) / sum(left for left, _on in found.values())
    likely, means = [], []
    for alike in (2**n for n in range(2, 13)):
        logs = [(alike * mean - 1) * log(p) + (alike * (1 - mean) - 1) * log(1 - p) for p in shares]
        prior = [exp(one - max(logs)) for one in logs]
        fits = {one: [p**on * (1 - p) ** (left - on) for p in shares] for one, (left, on) in found.items()}
        masses = {one: sum(map(mul, prior, fit)) / sum(prior) for one, fit in fits.items()}
        shrinking = alike / (alike + 16)
        likely.append(prod(masses.values()) * shrinking * (1 - shrinking))
        means.append(
            sum(p * w * f for p, w, f in zip(shares, prior, fits["a"], strict=True)) / sum(map(mul, prior, fits["a"]))
        )
    expected = sum(map(mul, likely, means)) / sum(likely)
    team = shrink_shares([Tried(one, "", left, on) for one, (left, on) in found.items()])
    assert team.of("a").middle == pytest.approx(100 * expected, abs=0.05)


def test_the_more_deals_the_closer_to_the_own_share():
    others = [Tried(n, "", 50, 25) for n in range(5)]
    shares = [shrink_shares([*others, Tried("own", "", 10 * n, 9 * n)]).of("own").middle for n in (1, 10, 100_000)]
    assert 50 < shares[0] < shares[1] < shares[2]
    assert shares[2] == pytest.approx(90, abs=0.2)


def test_who_has_the_harder_deals_is_not_the_weaker():
    """Both win half of the small and a tenth of the large ones; Hard has nine large of ten, Easy one."""
    rows = [Tried(seller, kind, n, n // share) for seller, kind, n, share in (
        ("easy", "small", 900, 2), ("easy", "large", 100, 10), ("hard", "small", 100, 2), ("hard", "large", 900, 10)
    )]  # fmt: skip
    team = shrink_shares(rows)
    assert [round(team.of(one).own) for one in ("easy", "hard")] == [46, 14]
    assert team.of("easy").middle == pytest.approx(team.of("hard").middle, abs=0.5)
    assert team.mean == pytest.approx(30)


def test_intervals_hold_the_truth_in_nine_of_ten():
    dice, held, told = random.Random(5), 0, 0
    for _round in range(60):
        truth = {seller: dice.betavariate(12, 18) for seller in range(12)}
        rows = []
        for seller, share in truth.items():
            left = dice.choice([3, 10, 40])
            rows.append(Tried(seller, "", left, sum(dice.random() < share for _ in range(left))))
        team = shrink_shares(rows)
        held += sum(team.of(one).low <= 100 * share <= team.of(one).high for one, share in truth.items())
        told += len(truth)
    assert 0.87 <= held / told <= 0.96


def lasted(seller, days, stratum=""):
    logs = [log1p(one) for one in days]
    return Lasted(seller, stratum, len(days), sum(logs), sum(one * one for one in logs))


def test_times_are_shrunk_on_the_scale_of_logarithms():
    dice = random.Random(1)
    rows = [lasted(n, [dice.lognormvariate(2.3, 0.8) for _ in range(40)]) for n in range(6)]
    slow = [dice.lognormvariate(3.3, 0.8) for _ in range(5)]
    few = shrink_times([*rows, lasted("slow", slow)])
    many = shrink_times([*rows, lasted("slow", slow * 2_000)])
    assert few.mean < few.of("slow").middle < few.of("slow").own
    assert many.of("slow").middle == pytest.approx(many.of("slow").own, rel=0.02)
    assert few.of("nobody").middle == pytest.approx(few.mean)
    assert few.of("slow").low < few.of("slow").middle < few.of("slow").high
    assert shrink_times([]) is None


def test_help_is_offered_only_where_it_is_beyond_doubt_among_all_that_was_compared():
    alike = {n: Tried(n, "", 60, 28 + n) for n in range(6)}
    assert solid_pairs({"stage": shrink_shares(alike.values()).sellers}) == []
    clear = {
        **alike,
        "best": Tried("best", "", 200, 180),
        "new": Tried("new", "", 5, 5),
        "weak": Tried("weak", "", 200, 20),
    }
    team = shrink_shares(clear.values()).sellers
    found = solid_pairs({"stage": team})
    assert ("stage", "best", "weak") in found
    assert all("new" not in pair for pair in found)
    assert compared({"stage": team}) == 8 * 7
    assert threshold(56) == pytest.approx(1 - 0.05 / 56)
    assert ("stage", "weak", "best") in solid_pairs({"stage": team}, less_is_better=["stage"])


def test_derivatives_of_the_gamma_function_are_those_of_the_handbook():
    assert digamma(1) == pytest.approx(-0.5772156649)
    assert digamma(0.5) == pytest.approx(-1.9635100260)
    assert trigamma(1) == pytest.approx(1.6449340668)
    assert trigamma(0.25) == pytest.approx(17.1973291545)
