"""Making companies and people: normal forms, owners, permissions, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import Refused
from stegvis.people.models import Company, Person
from stegvis.people.operations.creating import create_company, create_person
from stegvis.testing.builders import make_company
from stegvis.workspaces.models import Tag
from stegvis.workspaces.permissions import Automation

HOSTILE = ["<script>alert(1)</script>", "\u202eevil", "🙂" * 30, "a" * 300, "' OR 1=1 --", "{{ 7 * 7 }}"]


def reached(record, kind) -> list[str]:
    return [one.value for one in record.contact_points.filter(kind=kind)]


def test_a_company_is_kept_in_its_normal_form(alice):
    company = create_company(
        by=alice,
        name="  Räksmörgås   AB ",
        country="SE",
        registration_number="5565475489",
        vat_number="556547548901",
        domains=["https://www.Räksmörgås.se/om", "raksmorgas.se"],
        phones=["0140-55 50 10", "+46 140 555010"],
        emails=["Info@Raksmorgas.SE"],
        web=["raksmorgas.se/butik"],
        address={"street": "Verkstadsgatan 4", "city": "Tranås"},
        tags=["Reference", "reference", " Furniture "],
    )
    assert (company.name, company.name_key, company.owner) == ("Räksmörgås AB", "raksmorgas ab", alice)
    assert (company.registration_number, company.vat_number) == ("556547-5489", "SE556547548901")
    assert reached(company, "domain") == ["räksmörgås.se", "raksmorgas.se"]
    assert reached(company, "phone") == ["+46140555010"]
    assert reached(company, "email") == ["Info@raksmorgas.se"]
    assert reached(company, "web") == ["https://raksmorgas.se/butik"]
    assert [(one.street, one.city) for one in company.addresses.all()] == [("Verkstadsgatan 4", "Tranås")]
    assert sorted(tag.name for tag in company.tags.all()) == ["Furniture", "Reference"]


def test_a_person_is_kept_in_its_normal_form(alice):
    company = make_company(alice, country="NO")
    person = create_person(
        by=alice, first_name="Åsa ", last_name="Ødegård", emails=["asa@x.no"], phones=["22 33 44 55"], company=company
    )
    assert (person.name, person.name_key, person.owner) == ("Åsa Ødegård", "asa odegard", alice)
    assert (reached(person, "phone"), reached(person, "email")) == (["+4722334455"], ["asa@x.no"])


def test_a_number_without_country_code_means_the_workspace_of_a_company_without_country(alice):
    assert reached(create_company(by=alice, name="X", phones=["08-123 456 78"]), "phone") == ["+46812345678"]


@pytest.mark.parametrize("name", ["", "   ", "a" * 301])
def test_a_company_needs_a_name_that_fits(alice, name):
    with pytest.raises(Refused):
        create_company(by=alice, name=name)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_other_name_is_taken_as_it_is(alice, name):
    assert create_company(by=alice, name=name).name == name
    assert create_person(by=alice, last_name=name[:150]).last_name == name[:150]


def test_a_person_needs_some_name(alice):
    with pytest.raises(Refused):
        create_person(by=alice, first_name=" ", emails=["a@b.se"])


@pytest.mark.parametrize(
    "facts",
    [
        {"registration_number": "5565475480", "country": "SE"},
        {"vat_number": "SE556547548001"},
        {"phones": ["not a phone"]},
        {"phones": ["1"]},
        {"emails": ["nobody"]},
        {"domains": ["nonsense"]},
        {"web": ["javascript:alert(1)"]},
        {"web": ["ftp://x.se"]},
        {"tags": [], "parent": "foreign"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(alice, charlie, facts):
    if facts.get("parent"):
        facts = {"parent": make_company(charlie, "Foreign")}
    with pytest.raises(Refused):
        create_company(by=alice, name="New", **facts)
    assert not Company.objects.filter(workspace=alice.workspace).exists()


def test_a_viewer_makes_nothing(vera):
    with pytest.raises(PermissionDenied):
        create_company(by=vera, name="X")
    with pytest.raises(PermissionDenied):
        create_person(by=vera, first_name="X")
    assert not Tag.objects.filter(workspace=vera.workspace).exists()


def test_a_seller_makes_nothing_in_a_colleagues_name(alice, bob):
    with pytest.raises(PermissionDenied):
        create_person(by=alice, first_name="X", owner=bob)
    assert not Person.objects.filter(workspace=alice.workspace).exists()


def test_an_automation_makes_records_of_nobody(workspace):
    assert create_company(by=Automation("import", workspace), name="X").owner is None
