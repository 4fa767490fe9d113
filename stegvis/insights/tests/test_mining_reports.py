"""Paths, conformance, versions: each figure leads to its deals, and each proposal into the draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils import timezone

from stegvis.core.errors import Refused
from stegvis.deals.models import StageVisit
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.drawing import draw_graph, read_detail
from stegvis.insights.kinds import known
from stegvis.insights.operations.proposing import change_draft
from stegvis.insights.queries import cases as queries
from stegvis.insights.queries.asking import read_asked
from stegvis.processes.acts.told import say
from stegvis.processes.models import ProcessDraft, ProcessVersion
from stegvis.processes.operations.draft_editing import standing
from stegvis.testing import builders
from stegvis.workspaces.operations.undoing import take_back_act

WAYS = {
    "straight": ("Qualified", "Proposal made", "Won"),
    "skipping": ("Proposal made", "Won"),
    "returning": ("Proposal made", "Qualified", "Proposal made"),
    "lost": ("Qualified", "Lost"),
}


@pytest.fixture
def sold(alice, bob, process):
    """Alice's deals, each gone one of the ways; one of Bob's that is new."""
    reason = builders.make_lost_reason(process.workspace)
    for name, way in WAYS.items():
        deal = builders.make_deal(alice, name, amount=1000, currency="SEK")
        for to in way:
            facts = {"lost_reason": reason} if to == "Lost" else {}
            move_deal(deal, builders.stage_of(process, to), by=alice, **facts)
    builders.make_deal(bob, "new", amount=500, currency="SEK")
    return process


def ask(member, name, query=""):
    return read_asked(member, known(name), QueryDict(query))


def make(member, name, query=""):
    return known(name).make(ask(member, name, query))


def rows(report, key, *columns):
    return [tuple(row[place].value for place in columns) for row in report.table(key).rows]


def lineage(process, name):
    return builders.stage_of(process, name).lineage


def test_paths_count_moves_ways_and_returns(sold, mia):
    report = make(mia, "paths")
    arcs = {(one, other): times for one, other, times in rows(report, "arcs", 0, 1, 2)}
    assert arcs["Lead", "Qualified"] == arcs["Lead", "Proposal made"] == 2
    assert (arcs["Proposal made", "Qualified"], arcs["Proposal made", "Won"], sum(arcs.values())) == (1, 2, 10)
    ways = dict(rows(report, "variants", 0, 1))
    assert ways["Lead → Qualified → Proposal made → Won"] == ways["Lead"] == 1
    assert rows(report, "loops", 0, 1, 2, 4) == [("Proposal made", 1, 3, 1)]
    assert report.sentences[0] == "5 deals, and 5 different ways among them."


@pytest.mark.parametrize("name", ["paths", "conformance", "versions"])
def test_each_figure_leads_to_its_deals(sold, mia, name):
    publish_again(sold)
    kind, asked, counted = known(name), ask(mia, name), 0
    report = kind.make(asked)
    cells = [cell for table in report.all_tables for row in table.rows for cell in row if cell.part and cell.value]
    for one in [*cells, *(stat for stat in report.stats if stat.part and stat.value)]:
        found = kind.deals(asked, one.part).count()
        assert found == one.value, one.part
        counted += found
    assert counted
    for wrong in ("nothing", "old.x.y"):
        with pytest.raises((KeyError, ValueError)):
            kind.deals(asked, wrong)


def test_who_sees_only_the_own_has_the_figures_of_a_manager_who_filters_on_them(sold, alice, mia):
    alice.workspace.grants = {"seller": {"insights": "own"}}
    for name in ("paths", "conformance"):
        assert make(alice, name) == make(mia, name, f"owner={alice.pk}")
        assert make(alice, name) != make(mia, name)


def test_conformance_says_who_keeps_to_it_and_what_the_others_do(sold, mia):
    report = make(mia, "conformance")
    assert report.sentences[0] == "3 of 5 deals keep to the process."
    assert report.notes
    assert not report.proposals
    assert rows(report, "deviations", 0, 1, 2, 6) == [("“Qualified” is skipped", 2, 3, "too few deals to say")]


def test_few_or_no_deals_are_said(mia, process):
    assert make(mia, "paths").empty
    assert make(mia, "conformance").empty
    assert "one version" in make(mia, "versions").empty
    builders.make_deal(mia, "only")
    assert "too few" in " ".join(make(mia, "paths").sentences)


def test_what_an_import_did_not_date_is_said(sold, mia, alice):
    StageVisit.objects.filter(workspace=mia.workspace, deal__title="new").update(entered_at=None)
    report = make(mia, "paths")
    assert (report.stats[0].value, report.notes[0][:22]) == (4, "1 deal is not in here:")
    assert make(mia, "paths", "period=all").stats[0].value == 5


def test_of_very_many_deals_the_newest_are_read(sold, mia, monkeypatch):
    monkeypatch.setattr(queries, "MOST_DEALS", 2)
    report = make(mia, "paths")
    assert (report.stats[0].value, "newest 2 deals" in " ".join(report.notes)) == (2, True)


def test_the_drawing_shows_as_much_as_the_slider_asks_for(sold, mia):
    chart = make(mia, "paths").charts[0]
    assert [read_detail(text) for text in ("", "40", "999", "²", "-1")] == [80, 40, 100, 80, 80]
    everything, least = draw_graph(chart, 100), draw_graph(chart, 0)
    assert (everything.says, everything.detail) == ("6 lines, which are 10 of 10 moves.", 100)
    assert int(least.says.split()[0]) < 6
    assert everything.trouble or "Proposal made" in everything.pictures[0]


def publish_again(process):
    """Another version of the process, in force from tomorrow on: the deals so far began under the first."""
    before = process.current
    version = ProcessVersion.objects.create(
        workspace=process.workspace, process=process, number=2, published_at=timezone.now() + timedelta(days=1)
    )
    for stage in before.stages.all():
        stage.pk, stage.version, stage._state.adding = None, version, True
        stage.save()
    process.current = version
    process.save(update_fields=["current"])


def test_versions_are_compared_by_deals_that_began_under_them(sold, mia):
    publish_again(sold)
    StageVisit.objects.filter(workspace=mia.workspace).update(entered_at=timezone.now() - timedelta(days=200))
    StageVisit.objects.filter(workspace=mia.workspace).exclude(next_stage=None).update(
        left_at=timezone.now() - timedelta(days=200)
    )
    report = make(mia, "versions")
    assert rows(report, "versions", 0, 1, 2, 3) == [("Version 1", 5, 5, 2), ("Version 2", 0, 0, 0)]
    assert report.sentences[0] == "Not enough deals yet to say whether version 2 is better than version 1."
    assert "no experiment" in report.sentences[-1]


CHANGES = {
    "optional": lambda a, b, c: (f"optional.{a}.{c}", "add to “Lead”"),
    "merge": lambda a, b, c: (f"merge.{b}.{c}", "merge “Qualified”"),
    "criterion": lambda a, b, c: (f"criterion.{b}.{c}", "add to “Qualified”"),
    "split": lambda a, b, c: (f"split.{b}", "split “Qualified”"),
    "expect": lambda a, b, c: (f"expect.{b}.12", "change “Qualified”"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_proposal_becomes_a_step_of_the_draft_and_back(process, mia, what):
    change, said = CHANGES[what](*(lineage(process, name) for name in ("Lead", "Qualified", "Proposal made")))
    _told, undo = change_draft(process, change, by=mia)
    draft = ProcessDraft.objects.get(workspace=mia.workspace)
    assert [say(one.sentence) for one in standing(draft)] == [said]
    take_back_act(undo, by=mia)
    assert not standing(draft).exists()


def test_only_who_designs_turns_proposals_into_changes(process, mia, alice, vera, as_member, cast):
    address = f"/w/{mia.workspace.slug}/insights/proposals/{process.pk}/"
    split = {"change": f"split.{lineage(process, 'Qualified')}"}
    answers = [as_member(one).post(address, split).status_code for one in (alice, vera, cast.charlie)]
    assert answers == [403, 403, 404]
    with pytest.raises(PermissionDenied):
        change_draft(process, split["change"], by=alice)
    client = as_member(mia)
    for wrong in (
        "",
        "split",
        "split.gone",
        "split.\x00",
        "optional.a.b",
        "x" * 10_000,
        f"expect.{split['change'][6:]}.x",
    ):
        assert client.post(address, {"change": wrong}).status_code == 409, wrong
    with pytest.raises(Refused):
        change_draft(process, "", by=mia)
    assert not ProcessDraft.objects.filter(workspace=mia.workspace).exists()
    done = client.post(address, split)
    assert "?stage=" in done["Location"]


def test_the_pages_show_it_all(sold, mia, as_member):
    client, address = as_member(mia), f"/w/{mia.workspace.slug}/insights/"
    page = client.get(f"{address}paths/?detail=40").content.decode()
    assert 'name="detail"' in page
    assert "Lead → Qualified → Proposal made → Won" in page
    assert "keep to the process" in client.get(f"{address}conformance/").content.decode()
    assert client.get(f"{address}versions/").status_code == 200
