"""Adding and deleting companies and people by their forms."""

import pytest
from django.urls import reverse

from stegvis.people.models import Company, Person
from stegvis.people.operations.creating import create_company, create_person
from stegvis.testing.builders import make_company, make_deal, make_person

NEW = {"company": "/w/granfors/companies/new/", "person": "/w/granfors/people/new/"}


def companies(member) -> list[Company]:
    return list(Company.objects.filter(workspace=member.workspace).order_by("id"))


def people(member) -> list[Person]:
    return list(Person.objects.filter(workspace=member.workspace).order_by("id"))


def test_a_name_is_enough(as_member, alice):
    answer = as_member(alice).post(NEW["company"], {"name": "Ekhamra Plåt AB"})
    (company,) = companies(alice)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/w/granfors/companies/{company.pk}/")
    assert company.name == "Ekhamra Plåt AB"


def test_everything_can_be_said_at_once(as_member, alice, bob):
    parent = make_company(alice, "Nordan Gruppen AB", name_key="nordan gruppen ab")
    full = {
        "name": "Nordan Möbel AB",
        "domain": "https://nordan.example/om",
        "registration_number": "5565475489",
        "country": "SE",
        "phone": "0140-55 50 10",
        "email": "info@nordan.example",
        "vat_number": "SE556547548901",
        "industry": "Furniture",
        "employees": "130",
        "revenue": "284 000 000",
        "revenue_currency": "",
        "street": "Verkstadsgatan 4",
        "postcode": "573 41",
        "city": "Tranås",
        "source": "Fair",
        "tags": "Reference, Furniture",
        "description": "Old friends",
        "parent": "Nordan Gruppen AB",
        "owner": str(alice.pk),
    }
    assert as_member(alice).post(NEW["company"], full).status_code == 303
    company = companies(alice)[-1]
    assert (company.parent, company.revenue_currency, company.employees) == (parent, "SEK", 130)
    kinds = {one.kind: one.value for one in company.contact_points.all()}
    assert kinds == {
        "domain": "nordan.example",
        "web": "https://nordan.example/om",
        "phone": "+46140555010",
        "email": "info@nordan.example",
    }
    assert company.addresses.get().city == "Tranås"


def test_who_is_known_is_named_and_one_may_go_on(as_member, alice, bob):
    known = create_company(by=bob, name="Ekhamra Plåt AB", domains=["ekhamra.se"])
    client, typed = as_member(alice), {"name": "Ekhamra", "domain": "www.ekhamra.se"}
    answer = client.post(NEW["company"], typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"/w/granfors/companies/{known.pk}/" in text
    assert "same domain" in text
    assert len(companies(alice)) == 1
    assert client.post(NEW["company"], typed | {"anyway": "1"}).status_code == 303
    assert len(companies(alice)) == 2


def test_a_known_person_is_named_and_one_may_go_on(as_member, alice, bob):
    create_person(by=bob, first_name="Åsa", last_name="Berg", phones=["08-123 456 78"])
    client, typed = as_member(alice), {"first_name": "Asa", "phone": "+46 8 123 456 78"}
    assert "same phone" in client.post(NEW["person"], typed).content.decode()
    assert client.post(NEW["person"], typed | {"anyway": "1"}).status_code == 303


def test_a_person_is_added_from_the_company_and_one_stays_there(as_member, alice):
    company = make_company(alice)
    client = as_member(alice)
    assert f"(#{company.pk})" in client.get(NEW["person"], {"company": company.pk}).content.decode()
    typed = {"first_name": "Sara", "company": f"x (#{company.pk})", "back": "company"}
    answer = client.post(NEW["person"], typed)
    assert answer.headers["Location"] == f"/w/granfors/companies/{company.pk}/"
    (person,) = people(alice)
    assert (person.company, person.owner) == (company, alice)


@pytest.mark.parametrize(
    ("noun", "typed"),
    [
        ("company", {"name": ""}),
        ("company", {"name": "x" * 10_000}),
        ("company", {"name": "a\x00b"}),
        ("company", {"name": "X", "registration_number": "1", "country": "SE"}),
        ("company", {"name": "X", "phone": "none"}),
        ("company", {"name": "X", "domain": "none"}),
        ("company", {"name": "X", "parent": "Nobody"}),
        ("company", {"name": "X", "owner": "0"}),
        ("person", {"first_name": " "}),
        ("person", {"first_name": "X", "email": "none"}),
        ("person", {"first_name": "X", "company": "Nobody"}),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(as_member, alice, noun, typed):
    answer = as_member(alice).post(NEW[noun], typed | {"source": "kept words"})
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    assert (companies(alice), people(alice)) == ([], [])


@pytest.mark.parametrize("noun", NEW)
def test_who_may_not_create_is_told_so(as_member, client, vera, charlie, noun):
    for act in ("get", "post"):
        assert getattr(as_member(vera), act)(NEW[noun]).status_code == 403
        assert getattr(as_member(charlie), act)(NEW[noun]).status_code == 404
        assert getattr(client, act)(NEW[noun]).status_code == 302


@pytest.mark.parametrize("given", ["x", "0", "9" * 40, "\x00", "<script>"])
def test_a_company_that_is_none_is_no_obstacle(as_member, alice, given):
    assert as_member(alice).get(NEW["person"], {"company": given}).status_code == 200


def deletion(record) -> str:
    return reverse(f"people:{record._meta.model_name}_deletion", kwargs={"slug": "granfors", "pk": record.pk})


@pytest.mark.parametrize("make", [make_company, make_person])
def test_what_was_deleted_comes_back_by_undo(as_member, alice, process, make):
    record, client = make(alice), as_member(alice)
    answer = client.post(deletion(record), follow=True)
    undo = f"/w/granfors/deletions/{type(record).with_deleted.get(workspace=alice.workspace, pk=record.pk).deletion_id}"
    assert f"{undo}/restoration/" in answer.content.decode()
    page = f"/w/granfors/{'companies' if make is make_company else 'people'}/{record.pk}/"
    assert client.get(page).status_code == 404
    client.post(f"{undo}/restoration/")
    assert client.get(page).status_code == 200


def test_people_and_deals_of_a_deleted_company_stay(as_member, alice, process):
    company = make_company(alice)
    person, deal = make_person(alice, company=company), make_deal(alice, company=company)
    client = as_member(alice)
    client.post(deletion(company))
    assert client.get(f"/w/granfors/people/{person.pk}/").status_code == 200
    assert client.get(f"/w/granfors/deals/{deal.pk}/").status_code == 200


@pytest.mark.parametrize("make", [make_company, make_person])
def test_only_who_may_deletes(as_member, client, alice, bob, vera, charlie, make):
    record = make(alice)
    for stranger, status in ((bob, 403), (vera, 403), (charlie, 404)):
        assert as_member(stranger).post(deletion(record)).status_code == status
    assert client.post(deletion(record)).status_code == 302
    assert as_member(alice).get(deletion(record)).status_code == 405
    assert type(record).objects.filter(workspace=alice.workspace, pk=record.pk).exists()
