"""A question is asked only when no value of the file answers it."""

import pytest

from stegvis.transfer.reading import guess_formats, open_table, parse_date, parse_number
from stegvis.transfer.tests.reading_files import real_file, written


def formats(**columns):
    return guess_formats(columns)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["3/1/2017", "10/20/2016"], "mdy"),
        (["3/1/2017", "20/10/2016"], "dmy"),
        (["03.01.2017", "31.01.2017"], "dmy"),
        (["2017-01-03"], "ymd"),
        (["17-01-13", "99-12-31"], "ymd"),
        (["3 Jan 2017"], "ymd"),
    ],
)
def test_one_value_decides_the_order_of_its_column(values, order):
    found, notes = formats(day=values)
    assert (found["day"].kind, found["day"].date_order, found["day"].asks) == ("date", order, False)
    assert notes == []


def test_a_date_that_may_be_two_days_is_asked():
    found, notes = formats(day=["3/1/2017", "5/6/2017"])
    assert (found["day"].date_order, found["day"].asks) == (None, True)
    assert [(note.code, note.details) for note in notes] == [("ambiguous_dates", {"column": "day"})]


def test_another_column_of_the_file_answers_and_the_note_says_which():
    found, notes = formats(day=["3/1/2017"], closed=["10/20/2016"])
    assert (found["day"].date_order, found["day"].asks) == ("mdy", False)
    assert notes[0].code == "date_order_from"
    assert notes[0].details == {"column": "day", "other": "closed", "order": "mdy"}


def test_columns_that_contradict_each_other_answer_nothing():
    found, _ = formats(day=["3/1/2017"], closed=["10/20/2016"], created=["20/10/2016"])
    assert found["day"].asks


def test_a_column_of_both_orders_is_asked_as_mixed():
    found, notes = formats(day=["10/20/2016", "20/10/2016"])
    assert (found["day"].asks, notes[0].code) == (True, "mixed_dates")


def test_the_deciding_date_may_stand_far_below(tmp_path):
    path = written(tmp_path, "id,day\n" + "1,3/1/2017\n" * 9_000 + "2,10/20/2016\n")
    assert open_table(path).understanding.date_orders == {"day": "mdy"}


def test_a_person_answers_what_was_asked(tmp_path):
    path = written(tmp_path, "id,day\na1,3/1/2017\n")
    asked = open_table(path).understanding
    assert asked.questions == ["day"]
    answered = open_table(path, understanding=asked.with_date_order("day", "dmy"))
    assert (answered.understanding.questions, answered.understanding.date_orders) == ([], {"day": "dmy"})


@pytest.mark.parametrize(
    ("values", "separator", "mark"),
    [
        (["1 234,50"], ",", ","),
        (["1,234.50"], ";", "."),
        (["1.234.567"], ",", ","),
        (["12,5"], None, ","),
        (["1.234"], ";", ","),
        (["1,234"], ",", "."),
        (["0.125"], ";", "."),
        (["1500"], ";", ","),
    ],
)
def test_the_decimal_mark_is_proved_by_a_number_or_taken_from_the_separator(values, separator, mark):
    found, _ = guess_formats({"value": values}, separator=separator)
    assert found["value"].decimal_mark == mark


def test_a_thousand_that_may_be_one_is_noted():
    _, notes = guess_formats({"value": ["1.234"]}, separator=";")
    assert [(note.code, note.details) for note in notes] == [("decimal_mark_assumed", {"column": "value", "mark": ","})]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a@b.example", "c.d@e.example"], "email"),
        (["https://acme.example/x", "www.acme.example"], "url"),
        (["acme.example"], "url"),
        (["+46 70 123 45 67", "08-123 45 67"], "phone"),
        (["$1,200", "$5"], "money"),
        (["12 500 kr"], "money"),
        (["true", "false"], "yes_no"),
        (["1C1I7A6R", "Z063OYW0", "40211000"], "id"),
        (["556723-9313"], "id"),
        (["2016-10-20 10:15"], "moment"),
        (["Acme", "Beta 2"], "text"),
        (["", ""], "empty"),
    ],
)
def test_the_kind_of_a_column_is_told_from_its_values(values, kind):
    assert formats(column=values)[0]["column"].kind == kind


def test_both_date_variants_of_the_pipeline_give_the_same_days_and_sums():
    tables = [
        open_table(real_file(f"maven_crm/{name}")) for name in ("sales_pipeline.csv", "us_dates/sales_pipeline.csv")
    ]
    orders = [table.understanding.date_orders for table in tables]
    assert orders == [{"engage_date": "ymd", "close_date": "ymd"}, {"engage_date": "mdy", "close_date": "mdy"}]
    iso, us = ([plain_deal(table, row.cells) for row in table.rows()] for table in tables)
    assert iso == us
    assert sum(deal[-1] for deal in iso if deal[4] == "Won") == 10_005_534
    assert sum(1 for deal in iso if deal[5] is None) == 500


def plain_deal(table, cells):
    orders = table.understanding.date_orders
    engaged, closed = (
        parse_date(cell, orders[header]) if cell else None
        for cell, header in zip(cells[5:7], ("engage_date", "close_date"), strict=True)
    )
    return [*cells[:5], engaged, closed, parse_number(cells[7], ".") if cells[7] else 0]
