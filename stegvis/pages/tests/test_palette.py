"""The palette offers what one may do where one is, what one opened lately, and finds the rest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from stegvis.testing.builders import make_company, make_deal, make_member, stage_of
from stegvis.workspaces.models import RecentRecord, Role

PALETTE, OPENED, SEARCH = "/w/granfors/palette/", "/w/granfors/palette/opened/", "/w/granfors/search/"


@pytest.fixture
def deal(alice, process):
    """Alice's deal in Lead."""
    return make_deal(alice, "Load control", process=process, company=make_company(alice))


def offered(client, **query) -> str:
    answer = client.get(PALETTE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_typed_it_offers_places_and_things_to_add(as_member, alice, deal):
    shown = offered(as_member(alice))
    assert "Pipeline" in shown
    assert "Add: Deal" in shown
    assert "Sign out" not in shown


def test_on_a_deal_it_offers_the_deals_moves_to_who_may_make_them(as_member, alice, bob, vera, charlie, deal, process):
    here = reverse("deals:deal", args=["granfors", deal.pk])
    shown = offered(as_member(alice), on=here)
    assert "Win the deal" in shown
    assert f'name="to_stage" value="{stage_of(process, "Qualified").pk}"' in shown
    assert "Change the owner" in shown
    assert "Proposal made" in offered(as_member(alice), on=here, q="move prop")
    assert "Win the deal" not in offered(as_member(vera), on=here)
    deal.private = True
    deal.save(update_fields=["private"])
    assert "Win the deal" not in offered(as_member(bob), on=here)
    assert as_member(charlie).get(PALETTE).status_code == 404


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("sign", "Sign out"), ("dark", "Look: dark"), ("polski", "Language: Polski"), ("set tags", "Settings: Tags")],
)
def test_commands_are_found_by_their_words(as_member, owen, typed, expected):
    assert expected in offered(as_member(owen), q=typed)


def test_settings_are_offered_to_who_may_go_there(as_member, alice, owen):
    assert "Settings: Audit log" in offered(as_member(owen), q="audit")
    assert "Settings: Audit log" not in offered(as_member(alice), q="audit")


def test_other_workspaces_are_offered(as_member, alice, charlie):
    other = make_member(charlie.workspace, "Alice twin", Role.SELLER)
    other.user = alice.user
    other.save()
    assert "Workspace: Elsewhere" in offered(as_member(alice), q="else")


def test_what_was_opened_is_remembered_once_a_minute_and_only_if_it_may_be_seen(
    as_member, alice, bob, deal, monkeypatch
):
    here = reverse("deals:deal", args=["granfors", deal.pk])
    for _ in range(2):
        assert as_member(alice).post(OPENED, {"page": here}).status_code == 204
    row = RecentRecord.objects.get(workspace=alice.workspace, member=alice)
    assert (row.kind, row.record_id) == ("deal", deal.pk)
    RecentRecord.objects.filter(workspace=alice.workspace).update(at=row.at - timedelta(minutes=2))
    as_member(alice).post(OPENED, {"page": here})
    assert RecentRecord.objects.get(workspace=alice.workspace, member=alice).at > row.at - timedelta(minutes=1)
    assert "Load control" in offered(as_member(alice))
    deal.private = True
    deal.save(update_fields=["private"])
    as_member(bob).post(OPENED, {"page": here})
    assert not RecentRecord.objects.filter(workspace=alice.workspace, member=bob).exists()


@pytest.mark.parametrize(
    "page", ["", "/", "//evil", "/w/elsewhere/deals/1/", f"/w/granfors/deals/{10**30}/", "\x00", "x" * 9999]
)
def test_a_page_that_shows_no_record_is_passed_over(as_member, alice, charlie, page):
    assert as_member(alice).post(OPENED, {"page": page}).status_code == 204
    assert as_member(alice).get(PALETTE, {"on": page}).status_code == 200
    assert not RecentRecord.objects.filter(workspace=alice.workspace).exists()


def test_the_search_page_is_a_plain_form_with_kinds_to_choose(as_member, alice, deal):
    client = as_member(alice)
    make_company(alice, "Loading docks")
    page = client.get(SEARCH, {"q": "load"}).content.decode()
    assert "Load control" in page
    assert "Loading docks" in page
    assert "kind=company" in page
    page = client.get(SEARCH, {"q": "load", "kind": "company"}).content.decode()
    assert "Loading docks" in page
    assert "Load control" not in page
    assert client.get(SEARCH, {"q": "\x00" * 10_000, "kind": "nonsense"}).status_code == 200
    assert "Nothing found" in client.get(SEARCH, {"q": "<script>"}).content.decode()


def test_the_palette_costs_few_queries(as_member, alice, deal, django_assert_max_num_queries):
    client = as_member(alice)
    here = reverse("deals:deal", args=["granfors", deal.pk])
    client.get(PALETTE, {"q": "load", "on": here})
    # On PostgreSQL the search asks one question more, and sets how they are planned before and behind.
    with django_assert_max_num_queries(12 if connection.vendor == "sqlite" else 15):
        client.get(PALETTE, {"q": "load", "on": here})
