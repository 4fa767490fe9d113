"""Sellers by stage: like deals are compared, nobody is ranked, and nobody learns a single colleague's figures."""

from dataclasses import replace
from datetime import timedelta
from math import expm1, log1p

import pytest
from django.http import QueryDict
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.deals.operations.recording import PastDeal, Step, record_deals
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.insights.queries.kept import key_of
from stegvis.testing import builders
from stegvis.workspaces.permissions import Automation


def sell(process, seller, *, went_on, lost, here=0, days=5, **facts):
    """Deals of `seller` that came into Lead 30 days ago, and went on to Qualified or were lost after `days`."""
    stage = {name: builders.stage_of(process, name) for name in ("Lead", "Qualified", "Lost")}
    begun = timezone.now() - timedelta(days=30)
    after = begun + timedelta(days=days)
    ways = [
        *([("on", [("Lead", begun), ("Qualified", after)])] * went_on),
        *([("lost", [("Lead", begun), ("Lost", after)])] * lost),
        *([("here", [("Lead", begun)])] * here),
    ]
    deals = [
        PastDeal(
            f"{seller.name} {what}",
            [Step(stage[name], at, seller.pk) for name, at in path],
            "SEK",
            owner_id=seller.pk,
            **{"amount": 100, **facts},
        )
        for what, path in ways
    ]
    record_deals(deals, by=Automation("test", process.workspace))


@pytest.fixture
def carol(workspace):
    return builders.make_member(workspace, "Carol")


@pytest.fixture
def sold(alice, bob, carol, process):
    """Carol (60 of 64) and Alice (8 of 70) are clearly apart on Lead; Bob has six deals."""
    sell(process, carol, went_on=60, lost=4, here=2, days=3)
    sell(process, alice, went_on=8, lost=62, days=3)
    sell(process, bob, went_on=3, lost=3, days=3)
    return process


def asked(member, query=""):
    return read_asked(member, known("sellers"), QueryDict(query))


def make(member, query=""):
    return known("sellers").make(asked(member, query))


def rows(report, start):
    table = next(one for one in report.all_tables if one.key.startswith(start))
    return [[cell.value for cell in row] for row in table.rows]


def words(report):
    """All that a report says in any place."""
    cells = [str(cell.value) for table in report.all_tables for row in [*table.rows, table.foot] for cell in row]
    labels = [str(label) for chart in report.charts for label in chart.labels]
    return " ".join([*report.sentences, *report.notes, *cells, *labels, report.empty])


def test_a_manager_sees_all_in_the_order_of_names_and_who_could_help_whom(sold, mia):
    report = make(mia)
    found = rows(report, "share-")
    assert [row[:4] for row in found] == [
        ["Alice", 70, 8, pytest.approx(800 / 70)],
        ["Bob", 6, 3, 50],
        ["Carol", 64, 60, pytest.approx(6000 / 64)],
    ]
    # Six deals are read with the team's, between its mean of 71 of 140 and the own half; the bounds are wide.
    bob = found[1]
    assert bob[5] < 50 < bob[6]
    assert bob[6] - bob[5] > 30
    assert report.sentences[0] == "1 difference between sellers is beyond doubt."
    assert report.sentences[1].startswith("Lead: Carol could help Alice. Of deals of a like kind")
    assert rows(report, "help")[0][0:5:2] == ["Lead", "Carol", "Alice"]
    assert "no ranking" in report.notes[0]
    assert "73 deals are still where they came in" in words(report)


def test_without_clear_differences_nothing_is_said_to_be_solid(process, alice, bob, mia):
    for seller, on in ((alice, 7), (bob, 5)):
        sell(process, seller, went_on=on, lost=12 - on)
    report = make(mia)
    assert report.sentences == (
        "No difference between sellers is beyond doubt: what looks like one may be chance.",
    ) or (
        list(report.sentences) == ["No difference between sellers is beyond doubt: what looks like one may be chance."]
    )
    assert report.table("help") is None


def test_who_has_large_deals_is_compared_with_large_deals(process, alice, bob, mia):
    """Of small deals three of four go on, of large ones one of four, whoever has them."""
    for seller, small, large in ((alice, 40, 8), (bob, 8, 40)):
        sell(process, seller, went_on=small * 3 // 4, lost=small // 4, amount=100)
        sell(process, seller, went_on=large // 4, lost=large * 3 // 4, amount=90_000)
    (_name, _left, _on, own, adjusted, *_), other = rows(make(mia), "share-")
    assert own - other[3] == pytest.approx(100 / 3)
    assert adjusted == pytest.approx(other[4], abs=1)


def test_times_are_typical_days(process, alice, bob, mia):
    sell(process, alice, went_on=20, lost=0, days=4)
    sell(process, bob, went_on=20, lost=0, days=16)
    found = rows(make(mia), "time-")
    assert [row[:4] for row in found] == [["Alice", 20, 0, pytest.approx(4)], ["Bob", 20, 0, pytest.approx(16)]]
    team = next(one for one in make(mia).all_tables if one.key.startswith("time-")).foot[3].value
    assert team == pytest.approx(expm1((log1p(4) + log1p(16)) / 2))


@pytest.mark.parametrize(
    "query", ["", "seller={carol}", "seller={alice}", "owner={carol}", "owner={alice}&owner={bob}"]
)
def test_a_seller_sees_the_own_beside_the_team_and_no_colleague(sold, alice, bob, carol, query):
    report = make(alice, query.format(alice=alice.pk, bob=bob.pk, carol=carol.pk))
    filtered = "owner=" in query
    assert len(report.notes) == len(make(alice).notes) + filtered
    assert replace(report, notes=()) == replace(make(alice), notes=())
    lead = rows(report, "share")[0]
    assert (lead[0], lead[1], lead[2], round(lead[-1])) == ("Lead", 70, 8, 51)
    said = words(report)
    assert "Carol" not in said
    assert "Bob" not in said
    assert "Worth a talk, Lead: of deals of a like kind" in said
    parts = {cell.part for table in report.all_tables for row in table.rows for cell in row if cell.part}
    assert {part.split(".")[1] for part in parts} == {str(alice.pk)}


def test_a_team_of_two_would_give_the_other_away(process, alice, bob, mia):
    sell(process, alice, went_on=10, lost=10)
    sell(process, bob, went_on=15, lost=5)
    report = make(alice)
    assert rows(report, "share")[0] == ["Lead", 20, 10, 50, None, None, None, None]
    assert "the figures of a single other seller" in words(report)
    assert rows(make(mia), "share")[0][4] is not None


def test_a_colleague_without_stays_that_are_over_hides_nobody(process, alice, bob, carol, vera):
    """Carol only has a deal that is still there, so any share and time of colleagues would be Bob's."""
    sell(process, alice, went_on=10, lost=10)
    sell(process, bob, went_on=15, lost=5)
    sell(process, carol, went_on=0, lost=0, here=1)
    assert [one.value for one in make(alice).table("share").rows[0]][4:] == [None] * 4
    assert [one.value for one in make(alice).table("time").rows[0]][4:] == [None] * 4
    assert make(vera).table("team").rows[0][1].value == 40
    sell(process, carol, went_on=1, lost=0)
    assert make(alice).table("share").rows[0][-1].value is not None


def test_no_door_leads_to_a_colleagues_deals(sold, alice, bob, carol, mia, as_member):
    lead = builders.stage_of(sold, "Lead").lineage
    kind = known("sellers")
    assert kind.deals(asked(alice), f"{lead}.{alice.pk}.left").count() == 70
    for who in (carol.pk, "team", bob.pk, 10**30, "x"):
        with pytest.raises((KeyError, ValueError)):
            kind.deals(asked(alice), f"{lead}.{who}.left")
    client, address = as_member(alice), f"/w/{alice.workspace.slug}/insights/sellers/"
    assert client.get(f"{address}deals/?part={lead}.{carol.pk}.on").status_code == 404
    assert client.get(f"{address}deals/?part={lead}.{alice.pk}.on&owner={carol.pk}").status_code == 200
    text = b"".join(client.get(f"{address}share.csv?seller={carol.pk}").streaming_content).decode()
    # What she may take out are her own deals: nobody to compare with.
    assert "Lead,70,8,11.43,,,,\r\n" in text
    assert client.get(f"{address}share-{lead}.csv").status_code == 404
    manager = as_member(mia).get(f"{address}?seller={carol.pk}").content.decode()
    assert "What Carol is strong at:" in manager


def test_each_figure_leads_to_its_deals(sold, mia, carol):
    counted = 0
    for query in ("", f"seller={carol.pk}"):
        for table in make(mia, query).all_tables:
            for row in [*table.rows, table.foot]:
                for cell in row:
                    if cell.part and isinstance(cell.value, int):
                        assert known("sellers").deals(asked(mia, query), cell.part).count() == cell.value, cell.part
                        counted += 1
    assert counted > 20
    lead = builders.stage_of(sold, "Lead").lineage
    for nonsense in (f"{lead}.{10**30}.left", f"{lead}.team.nothing", "gone.team.left", "x"):
        with pytest.raises((KeyError, ValueError)):
            known("sellers").deals(asked(mia), nonsense)


def test_who_only_looks_sees_the_team_and_no_names(sold, vera, alice, as_member):
    report = make(vera)
    assert report.charts == []
    assert rows(report, "team")[0][:3] == ["Lead", 140, 71]
    assert "Alice" not in words(report)
    start = f"/w/{vera.workspace.slug}/insights/"
    assert "Your own figures" not in as_member(vera).get(start).content.decode()
    page = as_member(alice).get(start).content.decode()
    assert f"sellers/?seller={alice.pk}" in page


def test_private_deals_and_figures_that_one_may_not_see_are_in_none(sold, alice, bob, mia):
    Deal.objects.filter(workspace=mia.workspace, owner=bob).update(private=True)
    assert [row[0] for row in rows(make(mia), "share-")] == ["Alice", "Carol"]
    alice.workspace.grants = {"seller": {"insights": "own"}}
    report = make(alice)
    assert rows(report, "share")[0][1:5] == [70, 8, pytest.approx(800 / 70), None]
    assert "nobody to compare with" in report.sentences[0]


def test_few_or_no_deals_are_said(process, mia, alice):
    assert make(mia).empty
    assert make(alice).empty
    sell(process, alice, went_on=1, lost=1)
    assert make(mia).sentences[0].startswith("Only one seller had deals here")
    assert make(alice).sentences[0].startswith("Alice: there is nobody to compare with")


def test_what_is_kept_is_kept_for_who_may_know_the_same(sold, alice):
    before = key_of(asked(alice), known("sellers"))
    alice.workspace.grants = {"seller": {"coach": "all"}}
    assert key_of(asked(alice), known("sellers")) != before
    assert [row[0] for row in rows(make(alice), "share-")] == ["Alice", "Bob", "Carol"]


def test_the_page_asks_little(sold, mia, as_member, django_assert_max_num_queries):
    client = as_member(mia)
    client.get(f"/w/{mia.workspace.slug}/insights/sellers/")
    with django_assert_max_num_queries(12):
        page = client.get(f"/w/{mia.workspace.slug}/insights/sellers/").content.decode()
    assert "Going on from Lead" in page
