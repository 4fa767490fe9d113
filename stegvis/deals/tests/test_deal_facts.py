"""Facts of a deal edited where they stand: by whom, with what, and by two at once."""

from datetime import date
from decimal import Decimal

import pytest

from stegvis.deals.models import Deal
from stegvis.deals.operations.editing import edit_deal
from stegvis.deals.operations.moving import lose_deal, park_deal
from stegvis.people.models import Company
from stegvis.people.operations.creating import create_company
from stegvis.people.operations.tagging import set_tags
from stegvis.testing.builders import make_company, make_deal, make_lost_reason, make_member, make_team
from stegvis.workspaces.models import FieldChange

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
FACTS = (
    "title",
    "value",
    "close",
    "owner",
    "team",
    "source",
    "description",
    "wake",
    "lost-reason",
    "company",
    "tags",
    "privacy",
)


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=Decimal(1000), currency="SEK")


def address(deal: Deal, name: str) -> str:
    return f"/w/granfors/deals/{deal.pk}/facts/{name}/"


def seen(client, deal: Deal, name: str) -> str:
    """What the form of a fact carries along."""
    from html import unescape

    form = client.get(address(deal, name), headers=PARTIAL).content.decode()
    return unescape(form.split('name="seen"')[1].split('value="')[1].split('"')[0])


def now(deal: Deal) -> Deal:
    return Deal.objects.get(workspace=deal.workspace, pk=deal.pk)


def lead_to_where_it_has(deal: Deal, name: str) -> None:
    """Two facts are those of a parked and of a lost deal only."""
    if name == "wake":
        park_deal(deal, by=deal.owner, wake_on=date(2098, 1, 1))
    if name == "lost-reason":
        lose_deal(deal, by=deal.owner, lost_reason=make_lost_reason(deal.workspace))


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_has_a_form_for_who_may_and_for_nobody_else(deal, cast, as_member, client, name):
    lead_to_where_it_has(deal, name)
    assert as_member(cast.alice).get(address(deal, name)).status_code == 200
    assert as_member(cast.bob).get(address(deal, name)).status_code == 403
    assert as_member(cast.vera).post(address(deal, name), {"title": "Mine"}).status_code == 403
    assert as_member(cast.charlie).get(address(deal, name)).status_code == 404
    assert client.get(address(deal, name)).status_code == 302
    assert now(deal).title == "Load control"


def test_an_unknown_fact_is_not_there(deal, alice, as_member):
    for name in ("stage", "status", "workspace", "deletion"):
        assert as_member(alice).get(address(deal, name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "sent", "field", "value"),
    [
        ("title", {"title": "  Metering  "}, "title", "Metering"),
        ("value", {"amount": "1,2 mln", "currency": "SEK"}, "amount", Decimal(1_200_000)),
        ("value", {"amount": "", "currency": "EUR"}, "amount", None),
        ("value", {"amount": "45k EUR", "currency": "SEK"}, "currency", "EUR"),
        ("close", {"expected_close": "2026-12-11"}, "expected_close", date(2026, 12, 11)),
        ("close", {"expected_close": ""}, "expected_close", None),
        ("source", {"source": "Fair"}, "source", "Fair"),
        ("description", {"description": "Line\r\nLine"}, "description", "Line\r\nLine"),
        ("owner", {"owner": ""}, "owner", None),
    ],
)
def test_a_fact_is_saved_and_shown(deal, alice, as_member, name, sent, field, value):
    answer = as_member(alice).post(address(deal, name), sent, headers=PARTIAL)
    assert answer.status_code == 200
    assert "fact-pen" in answer.content.decode()
    assert getattr(now(deal), field) == value


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "x" * 10_000}),
        ("title", {"title": "a\x00b"}),
        ("value", {"amount": "much", "currency": "SEK"}),
        ("value", {"amount": "-5", "currency": "SEK"}),
        ("value", {"amount": "9" * 19, "currency": "SEK"}),
        ("value", {"amount": "1e99", "currency": "SEK"}),
        ("value", {"amount": "5", "currency": "XXZ"}),
        ("close", {"expected_close": "31.12.2026"}),
        ("close", {"expected_close": "0001-01-01"}),
        ("owner", {"owner": "999999"}),
        ("owner", {"owner": "9" * 30}),
        ("team", {"team": "x"}),
        ("source", {"source": "x" * 10_000}),
        ("tags", {"tags": "x" * 61}),
        ("company", {"company": "x" * 301}),
    ],
)
def test_what_cannot_be_is_said_and_kept_in_the_form(deal, alice, as_member, name, sent):
    answer = as_member(alice).post(address(deal, name), sent, headers=PARTIAL)
    assert answer.status_code == 422
    assert not FieldChange.objects.filter(workspace=deal.workspace).exists()


def test_nobody_of_another_workspace_becomes_owner_or_team(deal, alice, charlie, as_member):
    team = make_team(charlie.workspace, "North")
    assert as_member(alice).post(address(deal, "owner"), {"owner": charlie.pk}, headers=PARTIAL).status_code == 422
    assert as_member(alice).post(address(deal, "team"), {"team": team.pk}, headers=PARTIAL).status_code == 422


def test_a_team_is_chosen(deal, alice, as_member):
    team = make_team(deal.workspace, "North")
    as_member(alice).post(address(deal, "team"), {"team": team.pk}, headers=PARTIAL)
    assert now(deal).team == team


def test_only_a_lost_deal_has_a_reason_for_it(deal, alice, as_member):
    first, better = (make_lost_reason(deal.workspace, name) for name in ("Price", "Too dear"))
    sent = {"lost_reason": better.pk}
    assert as_member(alice).post(address(deal, "lost-reason"), sent, headers=PARTIAL).status_code == 404
    lose_deal(deal, by=alice, lost_reason=first)
    assert as_member(alice).post(address(deal, "lost-reason"), sent, headers=PARTIAL).status_code == 200
    assert now(deal).lost_reason == better


def test_only_a_parked_deal_wakes_up(deal, alice, as_member):
    sent = {"wake_on": "2099-01-15"}
    assert as_member(alice).post(address(deal, "wake"), sent, headers=PARTIAL).status_code == 404
    park_deal(deal, by=alice, wake_on=date(2098, 1, 1))
    assert as_member(alice).post(address(deal, "wake"), sent, headers=PARTIAL).status_code == 200
    assert now(deal).wake_on == date(2099, 1, 15)


def test_without_scripts_a_fact_is_a_page_that_leads_back(deal, alice, as_member):
    page = as_member(alice).get(address(deal, "title")).content.decode()
    assert "<html" in page
    assert "hx-post" not in page.split('class="fact-form"')[1].split("</form>")[0]
    answer = as_member(alice).post(address(deal, "title"), {"title": "Metering"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/w/granfors/deals/{deal.pk}/")


def test_the_second_editor_sees_both_values_and_chooses(deal, alice, owen, as_member):
    hers, his = as_member(alice), as_member(owen)
    before = seen(hers, deal, "value")
    edit_deal(now(deal), {"amount": Decimal(2000)}, by=owen)
    answer = hers.post(address(deal, "value"), {"amount": "3000", "currency": "SEK", "seen": before}, headers=PARTIAL)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Owen", "2000", "3000", "Keep theirs", "Take mine"):
        assert words in page
    assert now(deal).amount == 2000
    mine = {"amount": "3000", "currency": "SEK", "seen": seen(his, deal, "value")}
    assert hers.post(address(deal, "value"), mine, headers=PARTIAL).status_code == 200
    assert now(deal).amount == 3000


@pytest.mark.parametrize("name", ["title", "close", "owner", "company", "description"])
def test_every_fact_notices_who_was_faster(deal, alice, owen, as_member, name):
    client = as_member(alice)
    before = seen(client, deal, name)
    bob = make_member(deal.workspace, "Berit")
    company = make_company(owen)
    theirs = {"title": "Theirs", "close": date(2027, 1, 1), "owner": alice, "company": company, "description": "Theirs"}
    field = {"close": "expected_close"}.get(name, name)
    if name == "owner":
        edit_deal(now(deal), {"owner": owen}, by=owen)
        client = as_member(owen)
    else:
        edit_deal(now(deal), {field: theirs[name]}, by=owen)
    mine = {
        "title": "Mine",
        "expected_close": "2027-02-02",
        "owner": bob.pk,
        "company": "Nordan",
        "description": "Mine",
    }
    assert client.post(address(deal, name), mine | {"seen": before}, headers=PARTIAL).status_code == 422


def test_a_seen_that_was_forged_is_no_error(deal, alice, as_member):
    for forged in ("[]", "{", '{"title": 5}', '{"title": null}', "[" * 5000):
        answer = as_member(alice).post(address(deal, "title"), {"title": "Mine", "seen": forged}, headers=PARTIAL)
        assert answer.status_code in (200, 422)


def test_a_company_is_found_by_its_name_or_made(deal, alice, as_member):
    known, client = create_company(by=alice, name="Ekhamra Plåt AB"), as_member(alice)
    client.post(address(deal, "company"), {"company": "ekhamra plåt"}, headers=PARTIAL)
    assert now(deal).company == known
    client.post(address(deal, "company"), {"company": "Nordan Möbel AB"}, headers=PARTIAL)
    assert now(deal).company.name == "Nordan Möbel AB"
    assert Company.objects.filter(workspace=deal.workspace).count() == 2
    client.post(address(deal, "company"), {"company": ""}, headers=PARTIAL)
    assert now(deal).company is None


def test_a_company_that_the_editor_may_not_see_is_neither_shown_nor_lost(deal, alice, owen, as_member):
    secret = make_company(owen, "Hemlig AB", private=True)
    edit_deal(now(deal), {"company": secret}, by=owen)
    client = as_member(alice)
    assert "Hemlig" not in client.get(address(deal, "company")).content.decode()
    client.post(address(deal, "company"), {"company": ""}, headers=PARTIAL)
    assert now(deal).company == secret


def test_tags_that_two_people_put_on_meet_on_the_deal(deal, alice, owen, as_member):
    set_tags(now(deal), ["Old"], by=alice)
    client = as_member(alice)
    before = seen(client, deal, "tags")
    set_tags(now(deal), ["Old", "Theirs"], by=owen)
    client.post(address(deal, "tags"), {"tags": "Mine", "seen": before}, headers=PARTIAL)
    assert {tag.name for tag in now(deal).tags.all()} == {"Mine", "Theirs"}


def test_a_deal_becomes_private_for_its_owner_and_the_named(deal, cast, as_member):
    as_member(cast.alice).post(address(deal, "privacy"), {"private": "on", "named": [cast.bob.pk]}, headers=PARTIAL)
    assert (now(deal).private, list(now(deal).named.all())) == (True, [cast.bob])
    assert as_member(cast.mia).get(address(deal, "title")).status_code == 404
    assert as_member(cast.bob).get(address(deal, "title")).status_code == 403
    as_member(cast.alice).post(address(deal, "privacy"), {}, headers=PARTIAL)
    assert (now(deal).private, now(deal).named.count()) == (False, 0)


def test_who_gives_a_deal_away_may_be_shown_out(deal, alice, bob, as_member):
    Deal.objects.filter(workspace=deal.workspace).update(private=True)
    answer = as_member(alice).post(address(deal, "owner"), {"owner": bob.pk}, headers=PARTIAL)
    assert now(deal).owner == bob
    assert answer.headers["HX-Redirect"] == "/w/granfors/deals/"
