"""A cell of a list is edited where it stands: by whom, what is answered, and when two are at it."""

import re
from html import unescape

import pytest

from stegvis.deals.operations.creating import create_deal
from stegvis.people.operations.creating import create_company, create_person
from stegvis.testing import builders

INPUT = re.compile(r'(<input[^>]*name="([\w-]+)"[^>]*>)')
HX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def company(alice):
    return create_company(by=alice, name="Alnö Gjuteri", industry="Foundry")


def cell(record, column, noun="companies"):
    return f"/w/granfors/{noun}/{record.pk}/cells/{column}/"


def form_of(client, address):
    """What the form of a cell would send as it stands."""
    return typed_in(client.get(address, headers=HX).content.decode())


def typed_in(text):
    """What the inputs of a form hold."""
    inputs = {name: re.search(r'value="([^"]*)"', tag) for tag, name in INPUT.findall(text)}
    return {name: unescape(found[1]) if found else "" for name, found in inputs.items()}


def test_a_saved_cell_comes_back_as_the_list_shows_it_into_its_place(as_member, alice, company):
    client = as_member(alice)
    sent = form_of(client, cell(company, "industry"))
    assert sent["industry"] == "Foundry"
    answer = client.post(cell(company, "industry"), sent | {"industry": "Pumps"}, headers=HX)
    company.refresh_from_db()
    assert (answer.status_code, answer.content.decode(), company.industry) == (200, "Pumps", "Pumps")
    assert answer.headers["HX-Retarget"] == f'#row-{company.pk} > [data-column="industry"]'


EDITED = {
    "companies": "name city country employees phone domain registration tags source owner",
    "people": "name job_title company email phone tags source owner",
    "deals": "title company value closing owner tags source",
}


def test_every_column_that_the_page_of_the_record_edits_has_a_form_and_can_be_read(
    as_member, alice, workspace, company
):
    deal = create_deal(by=alice, process=builders.make_process(workspace), title="Press")
    records = {"companies": company, "people": create_person(by=alice, last_name="Ek"), "deals": deal}
    client = as_member(alice)
    for noun, columns in EDITED.items():
        for column in columns.split():
            address = cell(records[noun], column, noun)
            assert b"cell-form" in client.get(address, headers=HX).content, address
            assert client.get(address + "?shown=1", headers=HX).status_code == 200, address


def test_a_deal_is_worth_what_was_typed_and_a_wrong_amount_stays_in_the_form(as_member, alice, workspace):
    deal = create_deal(by=alice, process=builders.make_process(workspace), title="Press")
    client, address = as_member(alice), cell(deal, "value", "deals")
    wrong = client.post(address, {"amount": "a lot", "currency": "SEK"}, headers=HX)
    assert wrong.status_code == 422
    assert b"a lot" in wrong.content
    right = client.post(address, {"amount": "12000", "currency": "SEK"}, headers=HX)
    deal.refresh_from_db()
    assert (right.status_code, deal.amount) == (200, 12000)
    assert "SEK" in right.content.decode() or "kr" in right.content.decode()


@pytest.mark.parametrize("noun", ["companies", "deals"])
def test_who_is_second_at_a_cell_sees_both_values_and_may_take_the_own(as_member, alice, owen, workspace, noun):
    if noun == "companies":
        record, column, fact = create_company(by=alice, name="Dalby Data"), "source", "source"
    else:
        record = create_deal(by=alice, process=builders.make_process(workspace), title="Press")
        column, fact = "title", "title"
    client, address = as_member(alice), cell(record, column, noun)
    sent = form_of(client, address)
    as_member(owen).post(address, sent | {fact: "Fair"}, headers=HX)
    clash = client.post(address, sent | {fact: "Letter"}, headers=HX)
    assert clash.status_code == 422
    text = clash.content.decode()
    assert "Fair" in text
    assert 'value="Letter"' in text
    assert client.post(address, typed_in(text), headers=HX).status_code == 200
    record.refresh_from_db()
    assert getattr(record, fact) == "Letter"


def test_own_fields_are_edited_by_those_who_may(as_member, alice, mia, owen, company):
    field = builders.make_field(owen, "Segment", edited_by=["manager"])
    address = cell(company, f"own-{field.key}")
    assert as_member(mia).post(address, {"value": "Mills"}, headers=HX).status_code == 200
    assert as_member(alice).post(address, {"value": "Mines"}, headers=HX).status_code == 403
    company.refresh_from_db()
    assert company.fields[field.key] == "Mills"


def test_the_list_marks_only_cells_that_its_reader_may_edit(as_member, alice, bob, vera, company):
    address = f'data-cells="/w/granfors/companies/{company.pk}/cells/"'
    create_company(by=bob, name="Björkö Varv")
    mine = as_member(alice).get("/w/granfors/companies/").content.decode()
    assert mine.count("data-cells=") == 1
    assert address in mine
    assert 'data-column="industry" data-edit' in mine
    assert 'data-column="open_deals" data-edit' not in mine
    assert "data-cells" not in as_member(vera).get("/w/granfors/companies/").content.decode()


def test_what_is_no_column_or_none_to_edit_is_404_and_hostile_values_are_said_back(as_member, alice, company):
    client = as_member(alice)
    for column in ("open_deals", "added", "nonsense"):
        assert client.get(cell(company, column)).status_code == 404
    for hostile in ("x" * 10_000, "a\x00b"):
        assert client.post(cell(company, "name"), {"name": hostile}, headers=HX).status_code == 422
    assert client.get(f"/w/granfors/companies/{2**70}/cells/name/").status_code == 404


def test_two_chosen_companies_lead_to_merging_for_who_may_delete(as_member, alice, company):
    text = as_member(alice).get("/w/granfors/companies/").content.decode()
    assert 'data-pick-pair="/w/granfors/companies/0/merging/"' in text
