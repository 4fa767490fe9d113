"""Companies and people from a file, and who is known already."""

import pytest

from stegvis.people.models import Company, ContactPoint, Person
from stegvis.testing.builders import make_company, make_person
from stegvis.transfer.tests.importing import bring, figures

FILE = """
    Name,Organisation number,City,Website,Email,Employees,Parent company,Country
    Ekhamra AB,556723-9313,Tranås,https://ekhamra.example,info@ekhamra.example,40,Granfors AB,Sweden
    Granfors AB,,Oslo,,,,,Norge
"""
PEOPLE = """
    First name,Last name,Email,Phone,Company
    Anders,Ekhamra,anders@ekhamra.example,070-123 45 67,Ekhamra AB
    Berit,Ås,berit@example.org,ask at the desk,
"""


def company(owen, name: str) -> Company:
    return Company.objects.get(workspace=owen.workspace, name=name)


def test_companies_come_with_address_contacts_and_parent(tmp_path, owen):
    assert figures(bring(tmp_path, "companies", FILE, by=owen)) == (2, 0, 0, 0)
    first = company(owen, "Ekhamra AB")
    assert (first.registration_number, first.country, first.employees) == ("556723-9313", "SE", 40)
    assert first.addresses.get().city == "Tranås"
    assert first.contact_points.get(kind="email").key == "info@ekhamra.example"
    assert first.parent == company(owen, "Granfors AB")


@pytest.mark.parametrize("duplicates", ["skip", "update"])
def test_the_same_companies_again_change_nothing(tmp_path, owen, duplicates):
    bring(tmp_path, "companies", FILE, by=owen)
    assert figures(bring(tmp_path, "companies", FILE, by=owen, duplicates=duplicates)) == (0, 0, 2, 0)


def test_a_company_is_known_by_number_before_name(tmp_path, owen):
    known = make_company(owen, "Ekhamra Plåt", registration_number="5567239313")
    batch = bring(tmp_path, "companies", FILE, by=owen, duplicates="update")
    known.refresh_from_db()
    assert (figures(batch), known.name, known.name_key) == ((1, 1, 0, 0), "Ekhamra AB", "ekhamra ab")


def test_two_companies_of_one_name_with_different_numbers_are_two(tmp_path, owen):
    text = "Id,Name\n1,Ekhamra\n2,Ekhamra\n1,Ekhamra"
    assert figures(bring(tmp_path, "companies", text, by=owen)) == (2, 0, 1, 0)


def test_a_company_without_name_is_rejected(tmp_path, owen):
    batch = bring(tmp_path, "companies", "Name,City\n,Tranås\nEkhamra,Tranås", by=owen)
    assert batch.reasons == {"missing_name": 1}


def test_people_come_with_company_and_contacts(tmp_path, owen):
    batch = bring(tmp_path, "people", PEOPLE, by=owen)
    anders = Person.objects.get(workspace=owen.workspace, first_name="Anders")
    assert (figures(batch), anders.company.name) == ((2, 0, 0, 0), "Ekhamra AB")
    assert anders.contact_points.get(kind="phone").key == "+46701234567"


def test_a_phone_that_is_none_is_kept_as_it_was_written(tmp_path, owen):
    bring(tmp_path, "people", PEOPLE, by=owen)
    assert ContactPoint.objects.filter(workspace=owen.workspace, value="ask at the desk").count() == 1


def test_people_are_known_by_e_mail(tmp_path, owen):
    make_person(owen, "Andy", "Ek").contact_points.create(
        workspace=owen.workspace, kind="email", value="Anders@ekhamra.example", key="anders@ekhamra.example"
    )
    batch = bring(tmp_path, "people", PEOPLE, by=owen)
    assert figures(batch) == (1, 0, 1, 0)


def test_the_same_people_again_change_nothing(tmp_path, owen):
    bring(tmp_path, "people", PEOPLE, by=owen)
    assert figures(bring(tmp_path, "people", PEOPLE, by=owen)) == (0, 0, 2, 0)
