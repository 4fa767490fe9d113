"""Fields of one's own on deals: page, story, form, list."""

import pytest

from stegvis.deals.models import Deal
from stegvis.testing import builders
from stegvis.workspaces.operations.editing import edit_record

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def deal(alice):
    return builders.make_deal(alice)


def here(deal):
    return f"/w/{deal.workspace.slug}/deals/{deal.pk}/"


def test_a_field_is_edited_on_the_deal_and_its_story_tells_it(owen, alice, vera, deal, as_member):
    builders.make_field(owen, "Terms", "several", of="deal", choices=[("", "Net 30"), ("", "Prepaid")])
    client = as_member(alice)
    assert "checkbox" in client.get(f"{here(deal)}facts/own-terms/", headers=PART).content.decode()
    saved = client.post(f"{here(deal)}facts/own-terms/", {"value": ["2"], "seen": ""}, headers=PART)
    assert (saved.status_code, "Prepaid" in saved.content.decode()) == (200, True)
    page = as_member(vera).get(here(deal)).content.decode()
    assert "Terms" in page
    assert "Change: Terms" not in page, "who may not change it gets no pen"
    clash = client.post(f"{here(deal)}facts/own-terms/", {"value": ["1"], "seen": '{"value": "null"}'}, headers=PART)
    assert (clash.status_code, "Prepaid" in clash.content.decode()) == (422, True)
    for broken in ("[]", '{"value": 3}', "{", "\x00"):
        assert client.post(f"{here(deal)}facts/own-terms/", {"value": ["9"], "seen": broken}).status_code == 422


def test_hidden_fields_are_not_told_by_the_story(owen, mia, alice, deal, as_member):
    builders.make_field(owen, "Floor price", "money", of="deal", seen_by=["manager"], edited_by=["manager"])
    edit_record(deal, {"own:floor-price": {"amount": "777123", "currency": "SEK"}}, by=mia)
    assert "777,123" in as_member(mia).get(here(deal)).content.decode()
    page = as_member(alice).get(here(deal)).content.decode()
    assert "777,123" not in page
    assert "Floor price" not in page
    assert as_member(alice).get(f"{here(deal)}facts/own-floor-price/").status_code == 404


def test_a_new_deal_asks_for_them_and_the_list_shows_and_narrows(owen, alice, deal, as_member):
    builders.make_field(owen, "Roof area", "number", of="deal", required=True)
    client, base = as_member(alice), f"/w/{alice.workspace.slug}/deals/"
    stage = builders.stage_of(deal.process, "Lead")
    sent = {"title": "Solar", "stage": stage.pk, "owner": alice.pk, "currency": "SEK"}
    assert client.post(f"{base}new/", sent).status_code == 422
    line = client.post(f"{base}new/", {"line": "Hus AB, Roof, 9000", "process": deal.process_id})
    whole = client.get(line.headers["Location"]).content.decode()
    assert not Deal.objects.filter(workspace=alice.workspace, title="Roof").exists()
    assert 'value="Hus AB"' in whole
    assert "wants to know more of a new deal: Roof area" in whole
    assert client.post(f"{base}new/", sent | {"own-roof-area": "1250"}).status_code == 303
    assert Deal.objects.get(workspace=alice.workspace, title="Solar").fields == {"roof-area": "1250"}
    listed = client.get(f"{base}list/?columns=own-roof-area&own-roof-area.from=1000").content.decode()
    assert "1,250" in listed
    assert "Load control" not in listed
    assert "Missing" in client.get(here(deal)).content.decode()


def test_the_board_is_narrowed_by_them_as_the_list_is(owen, alice, deal, as_member, django_assert_max_num_queries):
    builders.make_field(owen, "Roof area", "number", of="deal")
    builders.make_field(owen, "Terms", "choice", of="deal", choices=[("", "Net 30"), ("", "Prepaid")])
    edit_record(builders.make_deal(alice, title="Solar"), {"own:roof-area": "1250"}, by=alice)
    client, base = as_member(alice), f"/w/{alice.workspace.slug}/deals/"
    with django_assert_max_num_queries(12):
        shown = client.get(f"{base}?own-roof-area.from=1000").content.decode()
    assert "Solar" in shown
    assert deal.title not in shown
    assert 'name="own-terms"' in shown
    assert "Solar" not in client.get(f"{base}?own-roof-area.from=1000&own-terms=1").content.decode()
    assert client.get(f"{base}?own-roof-area.from=a&own-terms=%00").status_code == 200


def test_somebody_new_on_a_deal_is_asked_for_what_people_must_have(as_member, alice, owen, process):
    builders.make_field(owen, "Consent", of="person", required=True)
    builders.make_field(owen, "Hobby", of="person")
    deal = builders.make_deal(alice, process=process)
    client, address = as_member(alice), f"/w/granfors/deals/{deal.pk}/people/"
    shown = client.get(address).text
    assert ("own-consent" in shown, "own-hobby" in shown) == (True, False)
    assert client.post(address, {"name": "Anna Ek"}).status_code == 422
    assert not deal.people.exists()
    assert client.post(address, {"name": "Anna Ek", "own-consent": "Fair"}).status_code < 400
    assert deal.people.get().fields == {"consent": "Fair"}
