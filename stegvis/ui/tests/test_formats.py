"""Money, figures, days and phones, as readers of four languages expect them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from stegvis.ui import formats

NB = "\N{NO-BREAK SPACE}"
NOVEMBER = dt.date(2024, 11, 13)
EVENING = dt.datetime(2024, 11, 13, 23, 20, tzinfo=dt.UTC)


def said(language: str, function, *args) -> str:
    """What a reader of `language` in Stockholm sees, with ordinary blanks."""
    with translation.override(language), timezone.override("Europe/Stockholm"):
        return function(*args).replace(NB, " ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "SEK 860,000"), ("sv", "860 000 kr"), ("nb", "860 000 SEK"), ("pl", "860 000 SEK")],
)
def test_money_stands_where_the_reader_expects_the_currency(language, expected):
    assert said(language, formats.money, Decimal(860000), "SEK") == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "-€1,240.50"), ("sv", "-1 240,50 €"), ("pl", "-1 240,50 €")])
def test_money_shows_decimals_and_a_minus_only_when_there_are_any(language, expected):
    assert said(language, formats.money, Decimal("-1240.5"), "EUR").replace("\N{MINUS SIGN}", "-") == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(999, "SEK 999"), (47000, "SEK 47K"), (999_600, "SEK 1M"), (2_664_000, "SEK 2.66M"), (12_680_000, "SEK 12.7M")],
)
def test_short_money_keeps_three_figures(amount, expected):
    assert said("en", formats.money_short, amount, "SEK") == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", "2,66 mn kr"), ("nb", "2,66 mill. SEK"), ("pl", "2,66 mln SEK")]
)
def test_short_money_uses_the_languages_own_word(language, expected):
    assert said(language, formats.money_short, 2_660_000, "SEK") == expected


def test_an_amount_never_breaks_over_two_lines():
    with translation.override("sv"):
        assert " " not in formats.money(860000, "SEK") + formats.money_short(2_660_000, "SEK") + formats.percent(5)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "12,480"), ("sv", "12 480"), ("nb", "12 480"), ("pl", "12 480")]
)
def test_figures_are_grouped(language, expected):
    assert said(language, formats.number, 12480) == expected


def test_figures_keep_their_own_decimals():
    assert [said("pl", formats.number, value) for value in (2.5, Decimal("0.125"), 3)] == ["2,5", "0,125", "3"]


@pytest.mark.parametrize(("language", "expected"), [("en", "5%"), ("sv", "5 %"), ("nb", "5 %"), ("pl", "5%")])
def test_percent_counts_in_hundredths(language, expected):
    assert said(language, formats.percent, 5) == expected


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "13 Nov 2024", "13 November 2024"),
        ("sv", "13 nov. 2024", "13 november 2024"),
        ("nb", "13. nov. 2024", "13. november 2024"),
        ("pl", "13 lis 2024", "13 listopada 2024"),
    ],
)
def test_days_are_written_in_the_readers_order(language, short, long):
    assert said(language, formats.date_short, NOVEMBER) == short
    assert said(language, formats.date_long, NOVEMBER) == long


def test_the_year_is_left_out_when_it_is_this_one():
    day = formats.today().replace(month=3, day=5)
    assert said("en", formats.date_short, day) == "5 Mar"


def test_a_moment_is_shown_in_the_readers_zone():
    assert said("en", formats.moment, EVENING) == "14 Nov 2024, 00:20"
    assert said("en", formats.date_short, EVENING) == "14 Nov 2024"


def test_near_days_have_names_and_past_ones_are_late():
    with timezone.override("Europe/Stockholm"):  # where `said` speaks
        now = formats.today()
    near = [said("en", formats.due_day, now + dt.timedelta(days=count)) for count in (0, 1)]
    assert near == ["today", "tomorrow"]
    assert said("en", formats.due_day, NOVEMBER) == "late, 13 Nov 2024"
    assert said("en", formats.relative_day, now - dt.timedelta(days=1)) == "yesterday"
    assert formats.is_late(NOVEMBER)
    assert not formats.is_late(now)


def test_days_in_stage_are_short():
    assert said("en", formats.days, 19) == "19 d"
    assert said("en", formats.days_long, 1) == "1 day"


def test_a_phone_is_shown_as_at_home_and_in_full_from_abroad():
    assert said("sv", formats.phone, "+46140555010", "SE") == "0140-55 50 10"
    assert said("sv", formats.phone, "+4722334455", "SE") == "+47 22 33 44 55"
    assert said("sv", formats.phone, "ask Eva") == "ask Eva"


def test_what_is_unknown_is_shown_as_nothing():
    empty = [formats.money(None, "SEK"), formats.date_short(None), formats.moment(None), formats.days(None)]
    assert empty == [""] * 4


@pytest.mark.parametrize("language", ["no", "nn", "nb-no"])
def test_all_names_of_norwegian_are_written_the_norwegian_way(language):
    assert formats.customs(language).locale.language == "nb"
