"""Duplicates are found, whatever way the name is written, kept in step, and forgotten once somebody said no."""

import pytest

from stegvis.people.jobs import look_for_duplicates
from stegvis.people.likeness import likeness, plain_name
from stegvis.people.models import DuplicatePair
from stegvis.people.operations.contacting import set_contact_points
from stegvis.people.operations.creating import create_company, create_person
from stegvis.people.operations.deciding import call_different
from stegvis.people.operations.editing import edit_company


def pairs(member, kind="company") -> list[tuple[str, int]]:
    found = DuplicatePair.objects.filter(workspace=member.workspace, kind=kind, state="open").order_by("-score")
    return [(one.why, one.score) for one in found]


def look() -> None:
    look_for_duplicates.call()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ekhamra Plåt AB", "EKHAMRA PLAT"),
        ("Ekhamra Plåt AB", "Plåt Ekhamra Aktiebolag"),
        ("Ekhamra Plåt", "Ekhammra Plåt AB"),
        ("Łódzkie Zakłady sp. z o.o.", "Lodzkie Zaklady S.A."),
        ("Ørsted Bygg AS", "Orsted bygg A/S"),
    ],
)
def test_one_name_in_two_ways_of_writing_is_found(owen, one, other):
    create_company(by=owen, name=one)
    create_company(by=owen, name=other)
    look()
    assert [why for why, _score in pairs(owen)] == ["name"]


def test_two_numbers_in_a_name_are_two_companies():
    assert likeness(plain_name("company", "Shop 12 AB"), plain_name("company", "Shop 13 AB")) == 0


def test_number_and_domain_are_surer_than_a_name(owen):
    create_company(by=owen, name="Ekhamra Plåt", registration_number="556547-5489", country="SE", domains=["e.se"])
    create_company(by=owen, name="Ekhamra Plat", registration_number="5565475489", domains=["e.se"])
    create_company(by=owen, name="Something else", domains=["f.se"])
    look()
    assert pairs(owen) == [("number,domain,name", 99)]


def test_a_switchboard_does_not_make_one_person_of_two(owen):
    for first, last in (("Anna", "Berg"), ("Per", "Lund")):
        create_person(by=owen, first_name=first, last_name=last, phones=["+46812345678"])
    create_person(by=owen, first_name="Berg", last_name="Anna", emails=["a@b.se"])
    look()
    assert [why for why, _score in pairs(owen, "person")] == ["name"]


def test_the_list_is_kept_in_step_with_changes(owen):
    one = create_company(by=owen, name="Ekhamra")
    two = create_company(by=owen, name="Granfors")
    look()
    assert pairs(owen) == []
    set_contact_points(one, "domain", ["e.se"], by=owen)
    edit_company(two, {"name": "Ekhamra AB"}, by=owen)
    look()
    assert [why for why, _score in pairs(owen)] == ["name"]
    edit_company(two, {"name": "Granfors"}, by=owen)
    look()
    assert pairs(owen) == []


def test_who_was_called_different_is_not_shown_again(owen):
    create_company(by=owen, name="Ekhamra")
    create_company(by=owen, name="Ekhamra AB")
    look()
    call_different(DuplicatePair.objects.get(workspace=owen.workspace), by=owen)
    edit_company(create_company(by=owen, name="x"), {"name": "y"}, by=owen)
    look()
    assert pairs(owen) == []
