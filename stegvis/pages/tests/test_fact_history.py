"""Who changed a fact, when, from what to what, can be read of each fact, built in or one's own."""

import pytest

from stegvis.deals.operations.editing import edit_deal
from stegvis.people.operations.editing import edit_company, edit_person
from stegvis.testing import builders
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.privacy import set_privacy


@pytest.fixture
def company(alice):
    return builders.make_company(alice)


def test_the_history_of_a_fact_tells_its_changes_and_no_others(owen, alice, vera, company, as_member):
    builders.make_field(owen, "Paid up", "yes_no")
    edit_company(company, {"industry": "Steel"}, by=alice)
    edit_company(company, {"industry": "Tin"}, by=owen)
    edit_company(company, {"employees": 12}, by=owen)
    edit_record(company, {"own:paid-up": False}, by=alice)
    set_privacy(company, False, [], by=alice)
    here = f"/w/{vera.workspace.slug}/companies/{company.pk}/facts"
    client = as_member(vera)
    industry = client.get(f"{here}/industry/history/").content.decode()
    assert "from “Steel” to “Tin”" in industry
    assert "Employees" not in industry
    own = client.get(f"{here}/own-paid-up/history/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<b>Alice</b> set Paid up to “No”" in own.content.decode()
    assert "<html" not in own.content.decode()
    assert client.get(f"{here}/nothing/history/").status_code == 404


def test_history_comes_page_by_page(alice, as_member):
    person = builders.make_person(alice)
    for number in range(60):
        edit_person(person, {"job_title": f"Title {number}"}, by=alice)
    here = f"/w/{alice.workspace.slug}/people/{person.pk}/facts/job_title/history/"
    first = as_member(alice).get(here).content.decode()
    assert "Title 59" in first
    assert "to “Title 9”" not in first
    before = first.partition("?before=")[2].partition('"')[0]
    assert "to “Title 9”" in as_member(alice).get(f"{here}?before={before}").content.decode()
    assert as_member(alice).get(f"{here}?before=9999999999999999999999").status_code == 200


def test_a_deals_facts_have_their_history_too(owen, mia, alice, bob, as_member):
    secret = builders.make_company(alice, "Hemlig AB", private=True, name_key="hemlig ab")
    deal = builders.make_deal(alice)
    builders.make_field(owen, "Floor", "money", of="deal", seen_by=["manager"], edited_by=["manager"])
    edit_deal(deal, {"amount": 1200}, by=alice)
    edit_deal(deal, {"company": secret}, by=alice)
    edit_record(deal, {"own:floor": {"amount": "7", "currency": "SEK"}}, by=mia)
    here = f"/w/{alice.workspace.slug}/deals/{deal.pk}/facts"
    assert "1,200" in as_member(bob).get(f"{here}/value/history/").content.decode()
    assert "Hemlig" in as_member(alice).get(f"{here}/company/history/").content.decode()
    assert "Hemlig" not in as_member(bob).get(f"{here}/company/history/").content.decode()
    assert as_member(bob).get(f"{here}/own-floor/history/").status_code == 404
    assert "SEK" in as_member(mia).get(f"{here}/own-floor/history/").content.decode()
