"""Dates, moments, numbers and yes-or-no, as people and programs write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.transfer.cells import parser
from stegvis.transfer.fields import field_of
from stegvis.transfer.reading import BadValue, parse_date, parse_moment, parse_number, parse_yes_no

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LOCAL_NOON = datetime(2016, 7, 1, 12)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2016-10-20", "mdy", (2016, 10, 20)),
        ("20161020", "ymd", (2016, 10, 20)),
        ("2016/10/20", "dmy", (2016, 10, 20)),
        ("3/1/2017", "mdy", (2017, 3, 1)),
        ("3/1/2017", "dmy", (2017, 1, 3)),
        ("03.01.17", "dmy", (2017, 1, 3)),
        ("16-10-20", "ymd", (2016, 10, 20)),
        ("1. 3. 2017", "dmy", (2017, 3, 1)),
        ("5/5/2017", None, (2017, 5, 5)),
        ("10/20/2016", None, (2016, 10, 20)),
        ("20 Oct 2016", None, (2016, 10, 20)),
        ("Oct 20, 2016", None, (2016, 10, 20)),
        ("20 października 2016", None, (2016, 10, 20)),
        ("1 maj 2016", None, (2016, 5, 1)),
        ("17. mai 2016", None, (2016, 5, 17)),
        ("45631", "mdy", (2024, 12, 5)),
        (45631.0, "ymd", (2024, 12, 5)),
        (datetime(2017, 1, 2, 3, 4, tzinfo=UTC), None, (2017, 1, 2)),
    ],
)
def test_a_date_is_understood(text, order, day):
    assert parse_date(text, order) == date(*day)


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("", "ymd", "empty"),
        ("  ", "ymd", "empty"),
        ("soon", "ymd", "not_a_date"),
        ("12", "ymd", "not_a_date"),
        ("3/1/2017", None, "ambiguous_date"),
        ("3/1/2017", "ymd", "no_such_date"),
        ("10/20/2016", "dmy", "no_such_date"),
        ("30.02.2016", "dmy", "no_such_date"),
        ("2016-02-30", "ymd", "no_such_date"),
        ("0/0/0000", "dmy", "no_such_date"),
        (True, "ymd", "not_a_date"),
        (None, "ymd", "not_a_date"),
    ],
)
def test_what_is_no_date_says_why(text, order, code):
    with pytest.raises(BadValue) as bad:
        parse_date(text, order)
    assert bad.value.code == code


@given(day=st.dates(date(1970, 1, 1), date(2068, 12, 31)), two=st.booleans(), mark=st.sampled_from("./-"))
def test_every_day_comes_back_in_every_order(day, two, mark):
    year = f"{day.year % 100:02}" if two else str(day.year)
    written = {"ymd": (year, day.month, day.day), "dmy": (day.day, day.month, year), "mdy": (day.month, day.day, year)}
    for order, parts in written.items():
        assert parse_date(mark.join(map(str, parts)), order) == day


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("2011-10-01T10:44:40.725+02:00", None, "2011-10-01T08:44:40.725"),
        ("2021-08-18 10:26:44.22800+00:00", None, "2021-08-18T10:26:44.228"),
        ("2021-08-18T10:26:44Z", None, "2021-08-18T10:26:44"),
        ("2016-12-31 15:05", None, "2016-12-31T14:05"),
        ("12/31/2016 3:05 PM", "mdy", "2016-12-31T14:05"),
        ("12/31/2016 12:05 am", "mdy", "2016-12-30T23:05"),
        ("31.12.2016 15:05:10", "dmy", "2016-12-31T14:05:10"),
        ("2016-07-01", None, "2016-06-30T22:00"),
        (LOCAL_NOON, None, "2016-07-01T10:00"),
        (42552.5, None, "2016-07-01T10:00"),
    ],
)
def test_a_moment_is_understood_in_its_zone_or_in_ours(text, order, moment):
    assert parse_moment(text, order, STOCKHOLM) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("12/31/2016 25:00", "not_a_moment"),
        ("12/31/2016 13:00 PM", "not_a_moment"),
        ("now", "not_a_date"),
    ],
)
def test_what_is_no_moment_says_why(text, code):
    with pytest.raises(BadValue) as bad:
        parse_moment(text, "mdy", UTC)
    assert bad.value.code == code


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_every_iso_moment_comes_back_exactly(moment, minutes):
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_moment(aware.isoformat(), None, STOCKHOLM) == aware


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("1054", ".", "1054"),
        ("1 234,50", ",", "1234.50"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1\u202f234\u202f567", ",", "1234567"),
        ("1.234,50", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("$1,234,567", ".", "1234567"),
        ("1'234'567.50", ".", "1234567.50"),
        ("12 500 kr", ",", "12500"),
        ("12 500,00 zł", ",", "12500.00"),
        ("PLN 12 500", ",", "12500"),
        ("1 234:-", ",", "1234"),
        ("-5,5", ",", "-5.5"),
        ("−5,5", ",", "-5.5"),
        ("($1,200.00)", ".", "-1200.00"),
        ("1200-", ".", "-1200"),
        ("35 %", ",", "35"),
        (".5", ".", "0.5"),
        ("1.5E+05", ",", "150000"),
        (1234.5, ",", "1234.5"),
        (7, ".", "7"),
    ],
)
def test_a_number_is_understood(text, mark, number):
    assert parse_number(text, mark) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [
        ("", ".", "empty"),
        ("ok. 200 tys.", ",", "not_a_number"),
        ("do ustalenia", ",", "not_a_number"),
        ("1.5", ",", "not_a_number"),
        ("1,5", ".", "not_a_number"),
        ("12,34,567", ".", "not_a_number"),
        ("(5", ".", "not_a_number"),
        ("1e999", ".", "not_a_number"),
        ("9" * 40, ".", "too_large"),
        (float("nan"), ".", "not_a_number"),
        (True, ".", "not_a_number"),
    ],
)
def test_what_is_no_number_says_so_and_is_never_ten_times_too_large(text, mark, code):
    with pytest.raises(BadValue) as bad:
        parse_number(text, mark)
    assert bad.value.code == code


@given(
    st.decimals(-(10**12), 10**12, places=2),
    st.sampled_from([(" ", ","), (".", ","), (",", "."), ("\u00a0", ","), ("'", "."), ("", ",")]),
)
def test_every_amount_comes_back_to_the_last_figure(amount, marks):
    thousands, decimal = marks
    text = f"{amount:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert parse_number(text, decimal) == amount


@pytest.mark.parametrize("text", ["yes", "JA", "Tak", "true", "1", "sant", "prawda", True])
def test_yes_in_four_languages(text):
    assert parse_yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "Nej", "nei", "NIE", "false", "0", "usant", "fałsz", False])
def test_no_in_four_languages(text):
    assert parse_yes_no(text) is False


@pytest.mark.parametrize(("text", "code"), [("", "empty"), ("maybe", "not_yes_no")])
def test_neither_yes_nor_no(text, code):
    with pytest.raises(BadValue) as bad:
        parse_yes_no(text)
    assert bad.value.code == code


def test_true_is_no_amount_although_one_was_read_before():
    read = parser(field_of("deals", "value"), zone=STOCKHOLM, date_order=None, decimal_mark=".", factor=None)
    assert [read(cell) for cell in ("1", 1, 1.0)] == [1, 1, 1]
    with pytest.raises(BadValue):
        read(True)
