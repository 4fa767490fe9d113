"""What the deal page reads: the stair with its days, the evidence, the story, and how many queries it takes."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.deals.models import Deal, StageMove, StageVisit
from stegvis.deals.operations.editing import edit_deal, set_stakeholders
from stegvis.deals.operations.evidence import record_evidence, withdraw_evidence
from stegvis.deals.operations.lines import LineDraft, set_lines
from stegvis.deals.operations.moving import lose_deal, move_deal, win_deal
from stegvis.deals.queries.deal_page import get_page_deal, read_deal_page, read_story
from stegvis.people.operations.tagging import set_tags
from stegvis.testing.builders import (
    days_ago,
    make_company,
    make_criterion,
    make_deal,
    make_lost_reason,
    make_person,
    stage_of,
)


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=Decimal(1000), at=days_ago(9))


def read(member, deal, **how):
    return read_deal_page(member, get_page_deal(member, deal.pk), **how)


def steps(page) -> list[tuple]:
    return [(step.name, step.state, step.time) for step in page.road.steps]


def test_the_stair_says_how_long_a_deal_was_in_each_stage(deal, alice, process):
    move_deal(deal, stage_of(process, "Qualified"), by=alice, at=days_ago(4))
    assert steps(read(alice, deal)) == [
        ("Lead", "done", "5 d"),
        ("Qualified", "here", "4 d, usually 10"),
        ("Proposal made", "ahead", "usually 14 d"),
    ]


def test_stages_passed_over_are_skipped_and_the_end_has_a_step_of_its_own(deal, alice, process):
    move_deal(deal, stage_of(process, "Proposal made"), by=alice, at=days_ago(4))
    assert steps(read(alice, deal))[1] == ("Qualified", "skipped", "skipped")
    win_deal(deal, by=alice)
    assert [(name, state) for name, state, _time in steps(read(alice, deal))] == [
        ("Lead", "done"),
        ("Qualified", "skipped"),
        ("Proposal made", "done"),
        ("Won", "here"),
    ]


def test_an_unknown_time_is_said_to_be_unknown(deal, alice):
    StageVisit.objects.filter(workspace=deal.workspace).update(entered_at=None)
    Deal.objects.filter(workspace=deal.workspace).update(entered_at=None)
    page = read(alice, deal)
    assert steps(page)[0] == ("Lead", "here", "time unknown, usually 5")
    assert page.days_here is None


def test_evidence_stands_with_its_criterion(deal, alice, process):
    here, later = (
        make_criterion(stage_of(process, "Lead")),
        make_criterion(stage_of(process, "Proposal made"), "Signed"),
    )
    record_evidence(deal, here, by=alice, note="They said 40,000")
    page = read(alice, deal)
    assert (page.here.met, page.here.criteria[0].proof.note, page.here.criteria[0].proof.by) == (
        1,
        "They said 40,000",
        "Alice",
    )
    assert [one.text for asked in page.elsewhere for one in asked.missing] == ["Signed"]
    assert later.pk == page.elsewhere[0].criteria[0].id


def test_the_story_tells_everything_newest_first(deal, alice, process):
    tick = record_evidence(deal, make_criterion(stage_of(process, "Lead"), "Budget told"), by=alice)
    withdraw_evidence(tick, by=alice)
    edit_deal(deal, {"title": "Metering"}, by=alice)
    lose_deal(deal, by=alice, lost_reason=make_lost_reason(deal.workspace))
    entries = told(deal).entries
    assert [entry.kind for entry in entries] == ["move", "change", "taken", "given", "move"]
    assert entries[0].facts["to"] == "Lost"
    assert (entries[1].facts["field"], entries[1].facts["before"]) == ("title", "Load control")
    assert entries[3].facts["text"] == "Budget told"


def test_the_story_is_paged_without_gaps_or_repeats(deal, alice, process):
    criterion = make_criterion(stage_of(process, "Lead"))
    for number in range(7):
        edit_deal(deal, {"title": f"Title {number}"}, by=alice)
        withdraw_evidence(record_evidence(deal, criterion, by=alice), by=alice)
        move_deal(deal, stage_of(process, ("Qualified", "Lead")[number % 2]), by=alice, reason="On we go")
    whole = [(entry.kind, entry.key) for entry in told(deal, limit=1000).entries]
    paged, older = [], ""
    while older or not paged:
        page = told(deal, older, limit=4)
        paged += [(entry.kind, entry.key) for entry in page.entries]
        older = page.older
        if not older:
            break
    assert paged == whole
    assert len(whole) == 29


def test_moves_keep_their_sequence_whatever_their_times_say(deal, alice, process, workspace):
    for sequence, at in ((2, None), (3, days_ago(90)), (4, None), (5, days_ago(300))):
        lead = stage_of(process, "Lead")
        StageMove.objects.create(workspace=workspace, deal=deal, sequence=sequence, to_stage=lead, at=at)
    assert [entry.key for entry in told(deal).entries] == [(5,), (4,), (3,), (2,), (1,)]


def test_the_story_can_be_told_in_moves_alone(deal, alice):
    edit_deal(deal, {"title": "Metering"}, by=alice)
    assert [entry.kind for entry in told(deal, only="moves").entries] == ["move"]
    assert [entry.kind for entry in told(deal, only="nonsense").entries] == ["change", "move"]


@pytest.mark.parametrize("cursor", ["", "x", "1.2.3", "1.2.3.4.5", "9" * 30, "-1.0.0.0", "٣.1.1.1"])
def test_a_cursor_that_is_none_begins_at_the_newest(deal, cursor):
    assert [entry.kind for entry in told(deal, cursor).entries] == ["move"]


def test_what_the_reader_may_not_see_is_left_out(deal, alice, bob):
    secret = make_company(alice, "Hemlig AB", private=True)
    edit_deal(deal, {"company": secret}, by=alice)
    set_stakeholders(deal, [make_person(alice, private=True), make_person(alice, "Lena", "Forsgren")], by=alice)
    follower = make_deal(alice, "Next", after=deal, private=True)
    mine, his = read(alice, deal), read(bob, deal)
    assert mine.company.name == "Hemlig AB"
    assert his.company is None
    assert [one.name for one in his.people] == ["Lena Forsgren"]
    assert [link["id"] for link in mine.links] == [follower.pk]
    assert his.links == []


def test_rights_are_those_of_the_table(deal, alice, bob, vera, mia):
    assert read(alice, deal).rights == {"edit", "write", "reassign", "delete", "create"}
    assert read(bob, deal).rights == {"create", "write"}
    assert read(vera, deal).rights == set()
    assert read(mia, deal).rights == {"edit", "create", "write"}


def test_lines_and_tags_come_along_exactly(deal, alice):
    set_lines(
        deal, [LineDraft("Sensor", quantity=Decimal("2.5"), price=Decimal("0.1")), LineDraft("Training")], by=alice
    )
    set_tags(deal, ["Zinc", "Åland"], by=alice)
    page = read(alice, deal)
    assert [(line.name, line.quantity, line.price, line.total) for line in page.lines] == [
        ("Sensor", Decimal("2.5"), Decimal("0.1"), Decimal("0.25")),
        ("Training", 1, None, None),
    ]
    assert {tag["name"] for tag in page.deal.tags_shown} == {"Zinc", "Åland"}


def test_the_number_of_queries_does_not_grow(deal, alice, process):
    few = count(alice, deal)
    for number in range(30):
        make_criterion(stage_of(process, "Lead"), f"Criterion {number}")
        edit_deal(deal, {"title": f"Title {number}"}, by=alice)
    set_lines(deal, [LineDraft(f"Sensor {number}") for number in range(30)], by=alice)
    set_stakeholders(deal, [make_person(alice, f"Person {number}") for number in range(30)], by=alice)
    set_tags(deal, [f"Tag {number}" for number in range(30)], by=alice)
    assert count(alice, deal) <= few <= 10


def told(deal, *asked, **limits):
    return read_story(deal, *asked, member=deal.owner, **limits)


def count(member, deal) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(member, deal)
    return len(queries)
