"""Editing facts where they stand: every fact, every stranger, two editors, hostile input."""

import pytest
from django.urls import reverse

from stegvis.people.facts import COMPANY_FACTS, PERSON_FACTS
from stegvis.people.models import Address
from stegvis.people.operations.creating import create_company
from stegvis.people.operations.editing import edit_company
from stegvis.testing.builders import make_company, make_person
from stegvis.workspaces.models import FieldChange

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def company(alice):
    return create_company(by=alice, name="Ekhamra Plåt AB", country="SE")


@pytest.fixture
def person(alice):
    return make_person(alice)


def address(record, key) -> str:
    noun = record._meta.model_name
    return reverse(f"people:{noun}_fact", kwargs={"slug": "granfors", "pk": record.pk, "key": key})


def save(client, record, key, **data):
    return client.post(address(record, key), data, headers=PART)


SAVED = [
    ("name", {"name": "Łódź Metall"}, "Łódź Metall"),
    ("registration_number", {"registration_number": "5565475489"}, "556547-5489"),
    ("vat_number", {"vat_number": "556547548901"}, "SE556547548901"),
    ("country", {"country": "NO"}, "Norway"),
    ("industry", {"industry": "Steel"}, "Steel"),
    ("employees", {"employees": "1300"}, "1,300"),
    ("revenue", {"revenue": "284 000 000,50", "revenue_currency": "sek"}, "SEK\u00a0284,000,000.50"),
    ("revenue", {"revenue": "5", "revenue_currency": ""}, "SEK\u00a05"),
    ("visiting_address", {"street": "Gatan 1", "city": "Tranås", "country": "SE"}, "Tranås"),
    ("postal_address", {"postcode": "573 41"}, "573 41"),
    ("phone", {"points": "0140-55 50 10\r\n+4722334455"}, "+47\u00a022\u00a033\u00a044\u00a055"),
    ("email", {"points": "info@ekhamra.se"}, "mailto:info@ekhamra.se"),
    ("web", {"points": "ekhamra.se"}, "https://ekhamra.se"),
    ("domain", {"points": "https://www.ekhamra.se/om"}, "ekhamra.se"),
    ("source", {"source": "Fair"}, "Fair"),
    ("tags", {"tags": "Reference, Steel"}, "Reference, Steel"),
    ("description", {"description": "One\r\nTwo"}, "One\nTwo"),
    ("owner", {"owner": ""}, "Add"),
]


@pytest.mark.parametrize(("key", "data", "shown"), SAVED)
def test_a_fact_is_saved_and_shown(as_member, alice, company, key, data, shown):
    client = as_member(alice)
    form = client.get(address(company, key), headers=PART)
    assert form.status_code == 200
    assert b"fact-form" in form.content
    answer = save(client, company, key, **data)
    assert answer.status_code == 200
    assert shown in client.get(address(company, key), {"shown": ""}).content.decode()
    assert FieldChange.objects.filter(workspace=alice.workspace, record_id=company.pk).exists()


@pytest.mark.parametrize(
    ("key", "data", "shown"),
    [
        ("name", {"first_name": "Åsa", "last_name": ""}, "Åsa"),
        ("job_title", {"job_title": "Buyer"}, "Buyer"),
        ("company", {"company": "ekhamra plåt ab"}, "Ekhamra Plåt AB"),
        ("language", {"language": "pl"}, "Polish"),
        ("phone", {"points": "08-123 456 78"}, "tel:+46812345678"),
    ],
)
def test_a_fact_of_a_person_is_saved_and_shown(as_member, alice, company, person, key, data, shown):
    client = as_member(alice)
    assert save(client, person, key, **data).status_code == 200
    assert shown in client.get(address(person, key), {"shown": ""}).content.decode()


@pytest.mark.parametrize("key", COMPANY_FACTS)
def test_only_who_may_edits_a_fact_of_a_company(as_member, client, bob, vera, charlie, mia, company, key):
    allowed = 403 if key in ("owner", "privacy") else 200
    assert as_member(mia).get(address(company, key)).status_code == allowed
    for stranger, status in ((bob, 403), (vera, 403), (charlie, 404)):
        assert as_member(stranger).get(address(company, key)).status_code == status
        assert as_member(stranger).post(address(company, key), {}).status_code == status
    assert client.post(address(company, key)).status_code == 302
    assert as_member(vera).get(address(company, key), {"shown": ""}).status_code == 200


@pytest.mark.parametrize("key", PERSON_FACTS)
def test_only_who_may_edits_a_fact_of_a_person(as_member, client, bob, vera, charlie, person, key):
    for stranger, status in ((bob, 403), (vera, 403), (charlie, 404)):
        assert as_member(stranger).get(address(person, key)).status_code == status
        assert as_member(stranger).post(address(person, key), {}).status_code == status
    assert client.post(address(person, key)).status_code == 302


def test_a_fact_that_is_none_is_not_there(as_member, alice, company):
    assert as_member(alice).get(address(company, "password")).status_code == 404


REFUSED = [
    ("name", {"name": ""}),
    ("name", {"name": "a" * 10_000}),
    ("name", {"name": "a\x00b"}),
    ("registration_number", {"registration_number": "5565475480"}),
    ("country", {"country": "XX"}),
    ("employees", {"employees": "-1"}),
    ("employees", {"employees": "9" * 100}),
    ("revenue", {"revenue": "NaN", "revenue_currency": "SEK"}),
    ("revenue", {"revenue": "1", "revenue_currency": "<b>"}),
    ("phone", {"points": "no phone"}),
    ("phone", {"points": "\n".join(["+46812345678"] * 60)}),
    ("email", {"points": "a@b\x00.se"}),
    ("web", {"points": "javascript:alert(1)"}),
    ("parent", {"parent": "Nobody knows"}),
    ("parent", {"parent": "x (#999999999999999999)"}),
    ("owner", {"owner": "999999"}),
    ("privacy", {"private": "on", "named": "999999"}),
    ("visiting_address", {"city": "x" * 10_000}),
    ("tags", {"tags": "x" * 10_000}),
]


@pytest.mark.parametrize(("key", "data"), REFUSED)
def test_what_cannot_be_is_said_and_nothing_changes(as_member, alice, company, key, data):
    answer = save(as_member(alice), company, key, **data)
    assert answer.status_code == 422
    assert b"triangle-alert" in answer.content
    assert not FieldChange.objects.filter(workspace=alice.workspace, record_id=company.pk).exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202e\u200bevil", "🙂" * 40, "{{ 7*7 }}", "'; --"])
def test_hostile_texts_come_back_as_they_were(as_member, alice, company, text):
    client = as_member(alice)
    assert save(client, company, "industry", industry=text).status_code == 200
    company.refresh_from_db()
    assert company.industry == text
    assert "<script>alert" not in client.get(address(company, "industry"), headers=PART).content.decode()


def test_the_second_editor_is_told_and_may_take_either(as_member, alice, mia, company):
    edit_company(company, {"industry": "Steel"}, by=mia)
    client = as_member(alice)
    answer = save(client, company, "industry", **{"industry": "Furniture", "seen-industry": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(part in text for part in ("Mia changed this", "Steel", "Furniture", "Keep theirs", "Take mine"))
    assert 'name="seen-industry" value="Steel"' in text
    company.refresh_from_db()
    assert company.industry == "Steel"
    answer = save(client, company, "industry", **{"industry": "Furniture", "seen-industry": "Steel"})
    assert "Furniture" in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("phone", {"points": "+4722334455", "seen-points": ""}, {"points": "+46812345678", "seen-points": ""}),
        ("visiting_address", {"city": "Oslo", "seen-city": ""}, {"city": "Tranås", "seen-city": ""}),
        ("employees", {"employees": "5", "seen-employees": ""}, {"employees": "6", "seen-employees": ""}),
        ("owner", {"owner": "", "seen-owner": "ALICE"}, {"owner": "MIA", "seen-owner": "ALICE"}),
    ],
)
def test_every_kind_of_fact_notices_a_second_editor(as_member, alice, mia, owen, company, key, first, second):
    def typed(data):
        return {name: {"ALICE": alice.pk, "MIA": mia.pk}.get(value, value) for name, value in data.items()}

    assert save(as_member(owen), company, key, **typed(first)).status_code == 200
    answer = save(as_member(alice), company, key, **typed(second))
    assert answer.status_code == 422
    assert "Owen changed this" in answer.content.decode()


def test_two_who_tag_at_once_add_up(as_member, alice, mia, company):
    save(as_member(mia), company, "tags", tags="Steel")
    save(as_member(mia), company, "tags", **{"tags": "Reference, Steel", "seen-tags": "Steel"})
    save(as_member(alice), company, "tags", **{"tags": "Steel, Furniture", "seen-tags": "Steel"})
    assert sorted(tag.name for tag in company.tags.all()) == ["Furniture", "Reference", "Steel"]
    save(as_member(alice), company, "tags", **{"tags": "Furniture", "seen-tags": "Furniture, Steel"})
    assert sorted(tag.name for tag in company.tags.all()) == ["Furniture", "Reference"]


def test_an_address_is_emptied(as_member, alice, company):
    client = as_member(alice)
    save(client, company, "visiting_address", city="Tranås")
    save(client, company, "visiting_address", city="", **{"seen-city": "Tranås"})
    assert not Address.objects.filter(workspace=alice.workspace).exists()


def test_a_company_is_made_private_for_named_members(as_member, alice, bob, vera, company):
    answer = save(as_member(alice), company, "privacy", private="on", named=[bob.pk])
    assert "HX-Redirect" in answer.headers
    assert as_member(bob).get(address(company, "privacy"), {"shown": ""}).status_code == 200
    assert as_member(vera).get(address(company, "privacy"), {"shown": ""}).status_code == 404


def test_a_company_elsewhere_or_private_cannot_be_chosen(as_member, alice, bob, charlie, person):
    make_company(bob, "Secret", private=True)
    make_company(charlie, "Elsewhere")
    for name in ("Secret", "Elsewhere"):
        assert save(as_member(alice), person, "company", company=name).status_code == 422


def test_several_of_one_name_ask_which(as_member, alice, person):
    first, second = make_company(alice, "Twin", name_key="twin"), make_company(alice, "Twin", name_key="twin")
    client = as_member(alice)
    answer = save(client, person, "company", company="Twin")
    assert "Several companies" in answer.content.decode()
    assert save(client, person, "company", company=f"Twin (#{second.pk})").status_code == 200
    person.refresh_from_db()
    assert person.company == second
    offered = client.get("/w/granfors/companies/suggestions/", {"company": "tw"}).content.decode()
    assert f"Twin (#{first.pk})" in offered


def test_without_scripts_a_fact_has_a_page_of_its_own(as_member, alice, company):
    client = as_member(alice)
    page = client.get(address(company, "industry")).content.decode()
    assert "<h1>" in page
    answer = client.post(address(company, "industry"), {"industry": "Steel"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/w/granfors/companies/{company.pk}/")


def test_suggestions_are_for_the_workspace_and_of_what_one_sees(as_member, client, alice, bob, vera, charlie):
    make_company(alice, "Ekhamra", name_key="ekhamra")
    make_company(alice, "Ek Secret", name_key="ek secret", private=True)
    where = "/w/granfors/companies/suggestions/"
    for member in (bob, vera):
        text = as_member(member).get(where, {"parent": "EK"}).content.decode()
        assert "Ekhamra" in text
        assert "Secret" not in text
    assert as_member(charlie).get(where, {"company": "ek"}).status_code == 404
    assert client.get(where).status_code == 302
    for hostile in ("", "\x00", "x" * 10_000, "<script>"):
        assert as_member(alice).get(where, {"company": hostile}).status_code == 200


def test_two_who_decide_who_sees_it_do_not_overwrite_each_other(as_member, alice, bob, owen, company):
    save(as_member(alice), company, "privacy", private="on", named=[bob.pk, owen.pk])
    save(as_member(owen), company, "privacy", private="", **{"seen-private": "on", "seen-named": f"{bob.pk},{owen.pk}"})
    late = {"private": "on", "named": [bob.pk], "seen-private": "on", "seen-named": f"{bob.pk},{owen.pk}"}
    answer = save(as_member(alice), company, "privacy", **late)
    assert answer.status_code == 422
    assert "Owen changed this" in answer.content.decode()
    company.refresh_from_db()
    assert not company.private
    late["seen-private"], late["seen-named"] = "", ""
    assert save(as_member(alice), company, "privacy", **late).status_code == 200


def test_a_further_address_is_added_on_a_page_of_its_own(as_member, alice, bob, company):
    client, where = as_member(alice), address(company, "invoice_address")
    page = f"/w/granfors/companies/{company.pk}/"
    assert where in client.get(page).content.decode()
    assert where not in as_member(bob).get(page).content.decode()
    assert client.post(where, {"street": "Box 1", "city": "Aneby"}).headers["Location"] == page
    assert "Box 1" in client.get(page).content.decode()
