"""Funnel: every deal that came into a stage has one fate, and each figure leads to its deals."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.recording import PastDeal, Step, record_deals
from stegvis.insights.figures.funnel import FATES
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.workspaces.permissions import Automation


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
    for name in ("funnel", "pipeline", "summary"):
        asked = (
            read_asked(who, known(name), QueryDict(query)) for who, query in ((alice, ""), (mia, f"owner={alice.pk}"))
        )
        own, filtered = map(known(name).make, asked)
        assert own == filtered, name


def test_the_page_shows_it_and_its_deals_and_hands_out_its_table(sold, alice, as_member):
    client, address = as_member(alice), f"/w/{alice.workspace.slug}/insights/funnel/"
    page = client.get(address).content.decode()
    assert "1 of 4 deals that came into Lead" in page
    part = builders.stage_of(sold["won"].process, "Lead").lineage
    assert "new" in client.get(f"{address}deals/?part={part}.here").content.decode()
    assert client.get(f"{address}deals/?part=nonsense").status_code == 404
    lines = b"".join(client.get(f"{address}stages.csv").streaming_content).decode().splitlines()
    # She may take out the own ones only: Bob's is not in the file.
    assert lines[1].startswith("Lead,3,1,1,1")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories=some.lists(some.lists(some.integers(0, 5), min_size=1, max_size=7), min_size=1, max_size=12))
def test_whatever_deals_went_through_the_parts_are_as_counted_by_hand(histories, mia):
    """Plain Python over the paths says the same as the report, and the parts add up to who came in."""
    process = builders.make_process(mia.workspace)
    mia.__dict__.pop("_deal_options", None)
    stages = list(process.current.stages.order_by("position"))[:6]
    paths = [[stages[place] for place in moved(history)] for history in histories]
    start = timezone.now() - timedelta(days=100)
    deals = [
        PastDeal("X", [Step(one, start + timedelta(days=day)) for day, one in enumerate(path)], "SEK", amount=10)
        for path in paths
    ]
    record_deals(deals, by=Automation("test", mia.workspace))
    tables = funnel(mia, f"process={process.pk}").all_tables
    rows = {row[0].value: [cell.value for cell in row[1:8]] for row in tables[0].rows} if tables else {}
    for stage in stages[:3]:
        counted = [by_hand(path, stage) for path in paths if stage in path]
        assert rows[stage.name] == [len(counted), *(counted.count(what) for what in FATES)] if rows else not counted


def moved(history: list[int]) -> list[int]:
    """The same path without standing still."""
    return [one for place, one in enumerate(history) if not place or history[place - 1] != one]


def by_hand(path: list, stage) -> str:
    """What became of a deal that went this path, after its last stay in `stage`."""
    last = max(place for place, one in enumerate(path) if one == stage)
    following = path[last + 1] if last + 1 < len(path) else None
    if path[-1].kind == "won":
        return "won"
    if following is None:
        return "here"
    if following.kind in ("lost", "parked"):
        return following.kind
    return "back" if following.kind == "open" and following.position < stage.position else "on"
