"""Funnel: every deal that came into a stage has one fate, and each figure leads to its deals."""

import pytest
from django.http import QueryDict

from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders


@pytest.fixture
def sold(alice, bob, process):
    """Alice won one, lost one from Proposal made and took one back; Bob has one that is still in Lead."""
    stage = {name: builders.stage_of(process, name) for name in ("Lead", "Qualified", "Proposal made", "Won", "Lost")}
    reason = builders.make_lost_reason(process.workspace)
    paths = {"won": ("Qualified", "Won"), "lost": ("Proposal made", "Lost"), "back": ("Qualified", "Lead")}
    deals = {}
    for name, path in paths.items():
        deals[name] = builders.make_deal(alice, name, amount=1000, currency="SEK")
        for to in path:
            move_deal(deals[name], stage[to], by=alice, **({"lost_reason": reason} if to == "Lost" else {}))
    deals["new"] = builders.make_deal(bob, "new", amount=500, currency="SEK")
    return deals


def funnel(member, query=""):
    return known("funnel").make(read_asked(member, known("funnel"), QueryDict(query)))


def test_every_deal_that_came_in_has_one_fate_and_re_entries_count_once(sold, mia):
    rows = {row[0].value: [cell.value for cell in row[1:8]] for row in funnel(mia).table("stages").rows}
    # Came in, won, went on, still here, parked, went back, lost.
    assert rows["Lead"] == [4, 1, 1, 2, 0, 0, 0]
    assert rows["Qualified"] == [2, 1, 0, 0, 0, 1, 0]
    assert rows["Proposal made"] == [1, 0, 0, 0, 0, 0, 1]


def test_each_figure_leads_to_its_deals(sold, mia):
    kind, asked = known("funnel"), read_asked(mia, known("funnel"), QueryDict())
    report, counted = kind.make(asked), 0
    for row in report.table("stages").rows:
        for cell in row:
            if cell.part:
                assert kind.deals(asked, cell.part).count() == cell.value, cell.part
                counted += cell.value
    assert counted == 14


def test_who_sees_only_the_own_has_the_figures_of_a_manager_who_filters_on_them(sold, alice, mia):
    alice.workspace.grants = {"seller": {"insights": "own"}}
    assert funnel(alice) == funnel(mia, f"owner={alice.pk}")


def test_the_page_shows_it_and_its_deals_and_hands_out_its_table(sold, alice, as_member):
    client, address = as_member(alice), f"/w/{alice.workspace.slug}/insights/funnel/"
    page = client.get(address).content.decode()
    assert "1 of 4 deals that came into Lead" in page
    part = builders.stage_of(sold["won"].process, "Lead").lineage
    assert "new" in client.get(f"{address}deals/?part={part}.here").content.decode()
    assert client.get(f"{address}deals/?part=nonsense").status_code == 404
    lines = b"".join(client.get(f"{address}stages.csv").streaming_content).decode().splitlines()
    assert lines[1].startswith("Lead,4,1,1,2")
