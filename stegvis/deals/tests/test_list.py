"""The list of deals: tabs, filters, order, counts and sums."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.deals.operations.moving import lose_deal, park_deal, win_deal
from stegvis.testing.builders import make_company, make_deal, make_lost_reason
from stegvis.workspaces.models import Tag


def listed(client, query: str = "") -> str:
    return client.get(reverse("deals:list", kwargs={"slug": "granfors"}) + query).content.decode()


@pytest.fixture
def deals(alice, process, workspace):
    """One deal of each status, named after it."""
    made = {name: make_deal(alice, f"Deal {name}", amount=100) for name in ("open", "won", "lost", "parked")}
    win_deal(made["won"], by=alice)
    lose_deal(made["lost"], by=alice, lost_reason=make_lost_reason(workspace))
    park_deal(made["parked"], by=alice, wake_on=timezone.localdate() + timedelta(days=9))
    return made


@pytest.mark.parametrize("status", ["open", "won", "lost", "parked"])
def test_a_tab_shows_what_became_so(as_member, alice, deals, status):
    page = listed(as_member(alice), f"?status={status}")
    assert [name for name in deals if f"Deal {name}" in page] == [status]


def test_open_ones_are_shown_first_and_all_on_demand(as_member, alice, deals):
    assert "Deal open" in listed(as_member(alice))
    assert "Deal won" not in listed(as_member(alice), "?status=nonsense")
    page = listed(as_member(alice), "?status=all")
    assert all(f"Deal {name}" in page for name in deals)


def test_the_soonest_to_close_come_first_and_undated_last(as_member, alice, process):
    make_deal(alice, "Undated")
    make_deal(alice, "Later", expected_close=date(2031, 1, 1))
    make_deal(alice, "Sooner", expected_close=date(2030, 1, 1))
    page = listed(as_member(alice))
    assert page.index("Sooner") < page.index("Later") < page.index("Undated")


def test_count_and_sum_are_of_all_that_pass(as_member, alice, bob, process):
    for _ in range(55):
        make_deal(alice, amount=1000)
    make_deal(bob, amount=5000)
    client = as_member(alice)
    assert "<b>56</b> deals · <b>SEK\xa060K</b>" in listed(client)
    assert "<b>55</b> deals · <b>SEK\xa055K</b>" in listed(client, f"?owner={alice.pk}")
    assert "<b>1</b> deal · <b>SEK\xa05K</b>" in listed(client, "?value-from=2000")


def test_beyond_the_cap_nothing_is_pretended(as_member, alice, process, monkeypatch):
    monkeypatch.setattr("stegvis.deals.queries.listing.CAP", 3)
    for _ in range(5):
        make_deal(alice, amount=1000)
    page = listed(as_member(alice), "?value-from=1")
    assert "<b>3+</b> deals" in page
    assert "deals · " not in page


def test_tags_and_companies_are_shown_as_far_as_one_may_see(as_member, alice, bob, process):
    deal = make_deal(alice, company=make_company(alice, "Hush AB", private=True))
    deal.tags.add(Tag.objects.create(workspace=alice.workspace, name="Fair"))
    assert "Hush AB" in listed(as_member(alice))
    page = listed(as_member(bob))
    assert "Fair" in page
    assert "Hush AB" not in page


def test_private_deals_are_listed_for_those_who_may_see_them(as_member, alice, bob, process):
    make_deal(alice, "Secret", private=True, amount=7000)
    assert "Secret" in listed(as_member(alice))
    page = listed(as_member(bob))
    assert "Secret" not in page
    assert "SEK\xa07K" not in page


def test_queries_do_not_grow_with_the_rows(as_member, alice, process):
    client, counts = as_member(alice), []
    listed(client)
    for size in (3, 40):
        for _ in range(size):
            make_deal(alice, company=make_company(alice), amount=1)
        with CaptureQueriesContext(connection) as queries:
            listed(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_foot_of_the_board_leads_to_exactly_its_deals(as_member, alice, deals):
    client = as_member(alice)
    board = client.get(reverse("deals:board", kwargs={"slug": "granfors"})).content.decode()
    for kind in ("won", "lost", "parked"):
        foot = board[board.index(f'id="outcome-{kind}"') :]
        query = foot.split('href="')[1].split('"')[0].replace("&amp;", "&").split("list/")[1]
        page = listed(client, query)
        assert [name for name in deals if f"Deal {name}" in page] == [kind]
