"""A deal in one line, as sellers of four countries write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.deals.amounts import read_amount
from stegvis.deals.one_line import read_line


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("120000", "120000", ""),
        ("120 000", "120000", ""),
        ("120\N{NO-BREAK SPACE}000 kr", "120000", "SEK"),
        ("120,000", "120000", ""),
        ("120.000", "120000", ""),
        ("1,234,567.50", "1234567.50", ""),
        ("1.234.567,50", "1234567.50", ""),
        ("12,5", "12.5", ""),
        ("45k", "45000", ""),
        ("45 K", "45000", ""),
        ("1,5 mln", "1500000", ""),
        ("1.5 mln zł", "1500000", "PLN"),
        ("2,5 Mkr", "2500000", "SEK"),
        ("450 tkr", "450000", "SEK"),
        ("30 tys. zł", "30000", "PLN"),
        ("3 MNOK", "3000000", "NOK"),
        ("800 KSEK", "800000", "SEK"),
        ("€12.500", "12500", "EUR"),
        ("$45k", "45000", "USD"),
        ("EUR 12 500,50", "12500.50", "EUR"),
        ("12 500 eur", "12500", "EUR"),
        ("2 miljoner kronor", "2000000", "SEK"),
        ("1 mrd", "1000000000", ""),
    ],
)
def test_amounts_are_understood(text, value, currency):
    amount = read_amount(text, "SEK")
    assert amount is not None
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "Hall 2", "three", "12 34,5,6", "-500", "1e9", "5 k k", "5 sek eur", "5 apples", "9" * 18, "NaN", "١٢"]
)
def test_what_is_no_amount_is_left_alone(text):
    assert read_amount(text, "SEK") is None


def test_three_places_follow_the_readers_decimal_point():
    assert read_amount("2,125", "SEK", 3, ",").value == Decimal("2.125")
    assert read_amount("2,125", "SEK", 3, ".").value == 2125
    assert read_amount("2,125", "SEK", 2, ",").value == 2125


def test_the_crown_is_the_workspaces_own():
    assert read_amount("5 kr", "NOK").currency == "NOK"
    assert read_amount("5 kr", "PLN").currency == "SEK"


@pytest.mark.parametrize(
    ("text", "company", "title", "amount", "currency"),
    [
        ("Ekhamra Plåt AB, Load control, 120 000 kr", "Ekhamra Plåt AB", "Load control", 120000, "SEK"),
        ("Ekhamra, Load control, 120,000", "Ekhamra", "Load control", 120000, ""),
        ("Ekhamra, Load control, 1,5 mln", "Ekhamra", "Load control", 1500000, ""),
        ("Ekhamra; Load control; 1.234,50 EUR", "Ekhamra", "Load control", Decimal("1234.5"), "EUR"),
        ("Ekhamra, Load control 45k", "Ekhamra", "Load control", 45000, ""),
        ("Ekhamra, Hall 2", "Ekhamra", "Hall 2", None, ""),
        ("Ekhamra, Load control, hall 2 and 3", "Ekhamra", "Load control, hall 2 and 3", None, ""),
        ("Load control", "", "Load control", None, ""),
        ("Load control, 45k", "", "Load control", 45000, ""),
        (" , Load control,", "", "Load control", None, ""),
        ("", "", "", None, ""),
    ],
)
def test_lines_are_understood(text, company, title, amount, currency):
    line = read_line(text, "SEK")
    assert (line.company, line.title, line.amount, line.currency) == (company, title, amount, currency)


@given(st.text(max_size=300))
def test_no_line_is_too_strange_to_read(text):
    line = read_line(text, "SEK")
    assert line.amount is None or line.amount >= 0
