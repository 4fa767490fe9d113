"""The figures of the forecast: chances as counted by hand, no peeking, honest bands and losses."""

import csv
from collections import Counter
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from stegvis.insights.figures.forecasting import drawing
from stegvis.insights.figures.forecasting.chances import chances_until
from stegvis.insights.figures.forecasting.drawing import Uncertain, draw
from stegvis.insights.figures.forecasting.foretelling import Band, Period, foretell
from stegvis.insights.figures.forecasting.hazards import AGES, Hazards, count, learn
from stegvis.insights.figures.forecasting.priors import Place, exit_rates
from stegvis.insights.figures.forecasting.scoring import calibration, pinball
from stegvis.insights.figures.forecasting.seasons import Season
from stegvis.insights.figures.forecasting.stays import LOST, NEVER, STILL, WON, Stay, Stays
from stegvis.insights.figures.forecasting.tracking import BEFORE, MODEL, Record, Tried, band_of, try_past

BEGIN = date(2026, 1, 1).toordinal()
STAIR = [Place(0.25, 10, 1), Place(0.5, 20)]
NAN = float("nan")


def constant(*rows: list[float]) -> Hazards:
    """Hazards that do not depend on how long a deal has been there."""
    return Hazards(np.array([rows] * len(AGES)), np.zeros(1), np.zeros(1), (0, 0))


def some_stays(count: int = 300, seed: int = 3) -> list[Stay]:
    """Deals that begin day by day, half of them moving on after ten days, a third of those won twenty days later."""
    random, stays = np.random.default_rng(seed), []
    for deal in range(count):
        day, value = BEGIN + deal, float(random.integers(1, 100) * 100)
        on, won = random.random() < 0.5, random.random() < 0.33
        stays.append(Stay(deal, 0, day, day + 10, 1 if on else LOST, value, day))
        if on:
            end = WON if won else LOST
            stays.append(Stay(deal, 1, day + 10, day + 30, end, value, day, value if won else NAN))
    return stays


def test_a_chance_is_that_of_a_coin_thrown_every_day():
    won, lost, days = 0.03, 0.05, 40
    reached = chances_until(constant([0, won, lost, 0]), Season(), 100, 100 + days)
    assert reached.now[0, 0] == pytest.approx(won / (won + lost) * (1 - (1 - won - lost) ** days))
    assert reached.now[0, 0] == pytest.approx(reached.now[0, 300])


def test_chances_go_through_several_stages_and_moves_within_a_day():
    reached = chances_until(constant([0, 0.2, 0, 0.1, 0], [0, 0, 0.3, 0.1, 0]), Season(), 0, 3)
    # By hand: the second stage first, from the last day back; who comes in may move on within the day.
    second = [0.0]
    for _ in range(3):
        second.append(0.3 + 0.6 * second[-1])
    first = [0.0]
    for day in range(1, 4):
        first.append(0.2 * second[day] + 0.7 * first[-1])
    assert reached.now[:, 5] == pytest.approx([first[3], second[3]])
    assert reached.fresh[:, 1] == pytest.approx(second[:0:-1])


def test_days_at_risk_and_exits_are_counted_by_age_and_stays_that_go_on_are_censored():
    stays = Stays.from_rows([Stay(1, 0, 10, 15, WON), Stay(2, 0, 12), Stay(3, 0, 5, 12, LOST)])
    exits, at_risk = count(stays, 11, 20, 1)
    # Days of age: 1 to 5, 0 to 8, and 6 to 7 (before the window nothing counts).
    ages = Counter([*range(1, 6), *range(9), 6, 7])
    by_band = [sum(n for age, n in ages.items() if low <= age < high) for low, high in pairwise(AGES)]
    assert list(at_risk[:-1, 0]) == by_band
    assert exits.sum(axis=(0, 1)).tolist() == [0, 1, 1, 0]


def test_a_new_workspace_speaks_with_the_figures_of_its_process_and_says_so():
    stays = Stays.from_rows([Stay(1, 0, BEGIN, value=1000.0, valued=BEGIN)])
    told = foretell(stays, STAIR, Period(BEGIN + 1, BEGIN + 360, BEGIN))
    assert told.few
    assert told.chance[0] == pytest.approx(0.25, abs=0.01)
    assert told.weighted == 250
    nothing = foretell(Stays.from_rows([]), STAIR, Period(BEGIN + 1, BEGIN + 30, BEGIN))
    assert nothing.band == Band(0, 0, 0, 0)


def test_history_outweighs_the_process_once_there_is_enough_of_it():
    rows = some_stays()
    stays = Stays.from_rows(rows)
    hazards = learn(stays.known_on(BEGIN + 250), BEGIN + 250, exit_rates(STAIR))
    eventually = chances_until(hazards, Season(), 0, 200).fresh[0]
    ended = Counter((row.place, row.to) for row in rows if row.left <= BEGIN + 250)
    won = ended[1, WON] / (ended[1, WON] + ended[1, LOST])
    on = ended[0, 1] / (ended[0, 1] + ended[0, LOST])
    assert eventually == pytest.approx([on * won, won], abs=0.04)


def test_no_forecast_of_the_past_peeks_at_later_moves_values_or_deals():
    day, rows = BEGIN + 200, some_stays()
    period = Period(day + 1, day + 30, day)
    as_it_was = [row for row in rows if row.entered <= day]
    forgotten = [row if row.left <= day else row._replace(left=NEVER, to=STILL, final=NAN) for row in as_it_was]
    one, other = (foretell(Stays.from_rows(kind), STAIR, period) for kind in (rows, forgotten))
    assert (one.band, one.weighted, list(one.chance)) == (other.band, other.weighted, list(other.chance))
    late = [row._replace(valued=day + 1, value=1e9) if row.left > day else row for row in as_it_was]
    assert foretell(Stays.from_rows(late), STAIR, period).band.high < 1e6


def test_draws_have_the_mean_and_the_spread_of_their_coins():
    chance, value = np.full(2_000, 0.3), np.full(2_000, 10.0)
    sums = draw(Uncertain(chance, value, 0, np.array([10.0]), 0.0, 0.0), np.arange(3)).total
    assert sums.mean() == pytest.approx(6_000, rel=0.01)
    assert sums.std() == pytest.approx(10 * (2_000 * 0.3 * 0.7) ** 0.5, rel=0.1)
    lucky = draw(Uncertain(chance, value, 50, np.array([10.0]), 0.3, 0.2), np.arange(3))
    assert lucky.total.std() > 5 * sums.std()
    assert lucky.new.mean() == pytest.approx(500, rel=0.05)


def test_a_crowd_of_deals_is_drawn_as_its_coins_would_fall(monkeypatch):
    facts = np.random.default_rng(7)
    value = np.round(facts.lognormal(8, 1.2, 3_000))
    value[:400] = NAN
    crowd = Uncertain(facts.random(3_000) * 0.5, value, 0, facts.lognormal(8, 1, 300), 0.2, 0.0)
    top = np.array([2_999, 5, 1_000])
    coins = draw(crowd, top)
    monkeypatch.setattr(drawing, "THROWN", 500)
    together = draw(crowd, top)
    for quantile in (0.1, 0.5, 0.9):
        assert np.quantile(together.old, quantile) == pytest.approx(np.quantile(coins.old, quantile), rel=0.01)
    assert together.old.std() == pytest.approx(coins.old.std(), rel=0.03)
    assert set(np.unique(together.of_top[:, 0])) == {0, np.float32(value[2_999])}


def test_a_crowd_of_which_few_are_won_brings_nothing_as_often_as_nothing_is_won(monkeypatch):
    monkeypatch.setattr(drawing, "THROWN", 10)
    rarely = Uncertain(np.full(5_000, 3e-4), np.full(5_000, 1_000.0), 0, np.array([10.0]), 0.0, 0.0)
    sums = draw(rarely, np.arange(3)).old
    assert (sums == 0).mean() == pytest.approx(np.exp(-1.5), abs=0.02)
    assert sums.mean() == pytest.approx(1_500, rel=0.03)


def test_the_deals_that_matter_are_told_with_the_band_without_them():
    rows = [*some_stays(), Stay(999, 1, BEGIN + 190, value=50_000.0, valued=BEGIN)]
    told = foretell(Stays.from_rows(rows), STAIR, Period(BEGIN + 201, BEGIN + 230, BEGIN + 200))
    first = told.slips[0]
    assert (first.deal, first.value, first.estimated) == (999, 50_000, False)
    assert first.without.mean == pytest.approx(told.band.mean - first.chance * 50_000, rel=0.1)
    assert told.band.low <= told.band.middle <= told.band.high


def test_pinball_loss_and_calibration_as_by_hand():
    assert pinball(100, [80, 110, 150], [0.1, 0.5, 0.9]) == pytest.approx((2 + 5 + 5) / 3)
    chance, came = np.array([0.12, 0.18, 0.95]), np.array([0, 1, 1])
    assert calibration(chance, came) == [(pytest.approx(0.15), 0.5, 2), (0.95, 1.0, 1)]


def test_a_baseline_that_is_better_is_said_and_gets_a_band_of_its_own():
    def tried(month: int, actual: float) -> Tried:
        return Tried(date(2026, month, 1), date(2026, month, 28), Band(10, 20, 30, 20), 500, 100, actual)

    record = Record(tuple(tried(month, 100 + month) for month in range(1, 7)), ())
    assert (record.covered, record.best) == (0, BEFORE)
    assert Record(record.tried[:5], ()).best == MODEL
    band = band_of(record, BEFORE, 200)
    assert 202 < band.low < band.middle < band.high < 212
    assert record.correction.lean > 0.5


@pytest.fixture(scope="module")
def maven(data_folder):
    """The hardware seller's deals with a date, as stays in one stage; values are known once a deal is decided."""
    with (data_folder / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row["engage_date"]]


def stays_of(rows) -> Stays:
    def day(text: str) -> int:
        return date.fromisoformat(text).toordinal() if text else NEVER

    def stay(deal: int, row) -> Stay:
        won, value = row["deal_stage"] == "Won", float(row["close_value"] or "nan")
        to = STILL if not row["close_date"] else WON if won else LOST
        left = day(row["close_date"])
        return Stay(deal, 0, day(row["engage_date"]), left, to, value, left, value if won else NAN)

    return Stays.from_rows(stay(deal, row) for deal, row in enumerate(rows))


def test_on_the_real_pipeline_the_record_agrees_with_the_file_and_beats_both_baselines(maven):
    record = try_past(stays_of(maven), [Place(0.5, 45)], date(2018, 1, 1))
    won = Counter()
    for row in maven:
        if row["deal_stage"] == "Won":
            won[row["close_date"][:7]] += int(row["close_value"])
    months = [f"2017-{month:02}" for month in range(6, 13)]
    assert [one.first.isoformat()[:7] for one in record.tried] == months
    assert [one.actual for one in record.tried] == [won[month] for month in months]
    assert [one.before for one in record.tried] == [won[month] for month in ["2017-05", *months[:-1]]]
    losses = record.losses
    assert record.best == MODEL
    assert losses[MODEL] < losses[BEFORE] / 2
    assert record.covered >= 4
