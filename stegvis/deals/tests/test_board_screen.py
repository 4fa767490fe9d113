"""The board as people meet it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stegvis.deals.models import Deal
from stegvis.processes.models import ProcessVersion, Stage
from stegvis.testing.builders import (
    days_ago,
    make_company,
    make_criterion,
    make_deal,
    make_process,
    make_team,
    stage_of,
)
from stegvis.workspaces.models import Rate


def address(name: str = "board", **kwargs) -> str:
    return reverse(f"deals:{name}", kwargs={"slug": "granfors", **kwargs})


def card(page: str, deal: Deal) -> str:
    rest = page[page.index(f'id="deal-{deal.pk}"') :]
    return rest[: rest.index("</li>")]


def board(client, query: str = "") -> str:
    return client.get(address() + query).content.decode()


def test_a_card_says_company_title_value_owner_and_evidence(as_member, alice, process):
    make_criterion(stage_of(process, "Lead"))
    deal = make_deal(alice, "Load control", amount=860000, company=make_company(alice))
    shown = card(board(as_member(alice)), deal)
    link = f'href="{address("deal", pk=deal.pk)}"'
    for words in ("Ekhamra Plåt AB", "Load control", "SEK\xa0860,000", "Alice", "0/1", link):
        assert words in shown


def test_a_stale_card_says_how_long_is_usual(as_member, alice, process):
    fresh, stale = make_deal(alice, at=days_ago(7)), make_deal(alice, at=days_ago(19))
    page = board(as_member(alice))
    assert "19 d, usually 5" in card(page, stale)
    assert "usually" not in card(page, fresh)


def test_an_unknown_time_has_no_age(as_member, alice, process):
    deal = make_deal(alice)
    Deal.objects.filter(workspace=alice.workspace, pk=deal.pk).update(entered_at=None, stale_at=None, rank=0)
    assert "deal-age" not in card(board(as_member(alice)), deal)


@pytest.mark.parametrize("name", ["owen", "mia", "alice", "bob", "vera"])
def test_everybody_in_the_workspace_sees_it(as_member, cast, process, name):
    make_deal(cast.alice, "Seen by all")
    assert "Seen by all" in board(as_member(getattr(cast, name)))


def test_strangers_meet_nothing_and_nobody_signs_in_first(as_member, client, alice, charlie, process):
    make_deal(alice)
    for where in (address(), address("list"), address("cards", stage=stage_of(process, "Lead").pk)):
        assert as_member(charlie).get(where).status_code == 404
        assert client.get(where).status_code == 302


def test_private_deals_are_left_out_of_others_boards_and_sums(as_member, alice, bob, vera, process):
    deal = make_deal(alice, "Secret", amount=1000, private=True)
    assert "Secret" in board(as_member(alice))
    assert "SEK\xa01K" in board(as_member(alice))
    assert "Secret" not in board(as_member(bob))
    assert "SEK\xa01K" not in board(as_member(bob))
    deal.named.add(vera)
    assert "Secret" in board(as_member(vera))
    assert "SEK\xa01K" in board(as_member(vera))


def test_a_private_company_is_not_named_on_an_open_deal(as_member, alice, bob, process):
    make_deal(alice, company=make_company(alice, "Hush AB", private=True))
    assert "Hush AB" in board(as_member(alice))
    assert "Hush AB" not in board(as_member(bob))


def test_only_those_who_may_create_are_offered_a_new_deal(as_member, alice, vera, process):
    assert address("new") in board(as_member(alice))
    assert "New deal" not in board(as_member(vera))


def test_currencies_are_converted_and_what_has_no_rate_stands_apart(as_member, alice, process):
    Rate.objects.create(workspace=alice.workspace, currency="NOK", rate=2, since="2020-01-01")
    make_deal(alice, amount=1000, currency="NOK")
    make_deal(alice, amount=500, currency="JPY")
    page = board(as_member(alice))
    assert "SEK\xa02K" in page
    assert "JPY has no rate yet" in page


def test_filters_narrow_cards_and_sums(as_member, alice, bob, process):
    make_deal(alice, "Hers", amount=1000)
    make_deal(bob, "His", amount=2000)
    for query in (f"?owner={bob.pk}", f"?team={make_team(bob.workspace, 'South', bob).pk}", "?value-from=1500"):
        page = board(as_member(alice), query)
        assert "His" in page
        assert "Hers" not in page
        assert "SEK\xa02K" in page
        assert "SEK\xa03K" not in page


def test_boards_of_two_processes_hold_their_own_deals(as_member, alice, process, workspace):
    renewals = make_process(workspace, "Renewals")
    make_deal(alice, "New one", process=process)
    make_deal(alice, "Old one", process=renewals)
    page = board(as_member(alice), f"?process={renewals.pk}")
    assert "Old one" in page
    assert "New one" not in page
    assert "New one" in board(as_member(alice))


def test_deals_of_an_earlier_version_stay_in_sight(as_member, alice, process, workspace):
    kept, gone = (
        make_deal(alice, "In a kept stage"),
        make_deal(alice, "In a gone one", stage=stage_of(process, "Qualified")),
    )
    before = process.current
    version = ProcessVersion.objects.create(workspace=workspace, process=process, number=2)
    lead = stage_of(process, "Lead")
    Stage.objects.create(
        workspace=workspace, process=process, version=version, name="Lead, renamed", lineage=lead.lineage
    )
    process.current = version
    process.save()
    page = board(as_member(alice))
    assert kept.stage.version == before
    assert "Lead, renamed" in page
    assert "In a kept stage" in page
    assert "In a gone one" in page
    assert page.count("earlier version") == 1
    assert gone.title in page


def test_more_cards_follow_by_key_each_once(as_member, alice, process):
    deals = [make_deal(alice, f"Deal {n}", at=days_ago(n)) for n in range(60)]
    client, seen = as_member(alice), []
    page = board(client)
    while True:
        seen += [deal.pk for deal in deals if f'id="deal-{deal.pk}"' in page]
        if "more-row" not in page:
            break
        query = page.split(f"stages/{stage_of(process, 'Lead').pk}/cards/")[1].split('"')[0].replace("&amp;", "&")
        page = client.get(address("cards", stage=stage_of(process, "Lead").pk) + query).content.decode()
    assert seen == [deal.pk for deal in deals]


def test_the_number_of_queries_does_not_grow_with_the_cards(as_member, alice, bob, process):
    make_team(alice.workspace, "North", alice)
    client = as_member(alice)
    board(client)
    few, many = (fill(alice, process, count) or count_queries(client) for count in (2, 60))
    assert few == many <= 12


def fill(alice, process, count: int) -> None:
    company = make_company(alice)
    for name in ("Lead", "Qualified", "Proposal made"):
        for _ in range(count):
            make_deal(alice, stage=stage_of(process, name), company=company, amount=10, currency="EUR")


def count_queries(client, query: str = "") -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address() + query).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "query",
    [
        "?owner=999999&owner=x&owner=-1&owner=99999999999999999999999",
        "?team=' OR 1=1 --&tag=%00",
        "?process=99999999999999999999&process=abc",
        "?value-from=1e999&value-to=NaN&closing-from=9999-99-99&closing-to=0001-01-01",
        "?owner=" + "9" * 3000,
    ],
)
def test_hostile_parameters_are_left_out(as_member, alice, process, query):
    make_deal(alice, "Still here")
    assert "Still here" in board(as_member(alice), query)


@pytest.mark.parametrize("after", ["", "x", "1", "1-", "-", "9" * 30 + "-1", "1-" + "9" * 30, "1-1;DROP", "%00-1"])
def test_a_forged_place_is_nowhere(as_member, alice, process, after):
    where = address("cards", stage=stage_of(process, "Lead").pk)
    assert as_member(alice).get(f"{where}?after={after}").status_code == 404


def test_a_workspace_without_process_teaches(as_member, alice):
    assert "No process yet" in board(as_member(alice))
