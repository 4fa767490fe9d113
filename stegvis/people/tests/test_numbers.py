"""Registration and VAT numbers: checked where we know how, kept as they are elsewhere."""

import pytest

from stegvis.core.errors import Refused
from stegvis.people.numbers import registration_number, vat_number


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("5565475489", "SE", "556547-5489"),
        ("165565475489", "SE", "556547-5489"),
        (" 556547-5489 ", "SE", "556547-5489"),
        ("988 077 917", "NO", "988 077 917"),
        ("988077917", "NO", "988 077 917"),
        ("NIP 856-734-62-15", "PL", "8567346215"),
        ("192598184", "PL", "192598184"),
        ("KRS 0000028860", "PL", "0000028860"),
        ("HRB 12 34", "DE", "HRB 12 34"),
        ("anything", "", "anything"),
        ("", "SE", ""),
    ],
)
def test_a_number_is_written_as_its_country_writes_it(typed, country, kept):
    assert registration_number(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("5565475480", "SE"),
        ("55654754", "SE"),
        ("988077918", "NO"),
        ("8567346216", "PL"),
        ("0000", "PL"),
        ("x" * 51, ""),
        ("٥٥٦٥٤٧٥٤٨٩", "NO"),
        ("<script>", "SE"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused(typed, country):
    with pytest.raises(Refused):
        registration_number(typed, country)


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("SE556547548901", "", "SE556547548901"),
        ("556547548901", "SE", "SE556547548901"),
        ("pl8567346215", "SE", "PL8567346215"),
        ("NO 988077917 MVA", "", "NO988077917MVA"),
        ("988077917", "NO", "NO988077917MVA"),
        ("CHE-107.787.577", "CH", "CHE-107.787.577"),
        ("", "SE", ""),
    ],
)
def test_a_vat_number_has_its_country_in_front(typed, country, kept):
    assert vat_number(typed, country) == kept


@pytest.mark.parametrize(("typed", "country"), [("SE556547548001", ""), ("12", "PL"), ("NO1", ""), ("x" * 51, "")])
def test_a_vat_number_that_cannot_be_one_is_refused(typed, country):
    with pytest.raises(Refused):
        vat_number(typed, country)
