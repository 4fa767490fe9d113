"""Deals with a past: recorded in bulk, they are what single moves would have made of them."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.deals.models import Deal, DealTally, StageMove
from stegvis.deals.operations.creating import create_deal
from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.recording import Line, PastDeal, Step, extend_path, record_deals
from stegvis.testing.builders import make_criterion, make_lost_reason, stage_of
from stegvis.workspaces.permissions import Automation

DAYS = [datetime(2017, 3, day, 8, 30, tzinfo=UTC) for day in range(1, 9)]
MOVE_FACTS = ("sequence", "from_stage_id", "to_stage_id", "at", "automation", "reason", "missing", "skipped")
VISIT_FACTS = ("sequence", "stage_id", "entered_at", "left_at", "next_stage_id", "seller_id", "amount", "currency")
DEAL_FACTS = ("stage_id", "status", "entered_at", "stale_at", "closed_at", "rank", "amount", "currency", "created_at")


@pytest.fixture
def importer(workspace) -> Automation:
    return Automation("import", workspace)


def steps(process, *names: str) -> list[Step]:
    """The stages of these names, entered one day after the other."""
    return [Step(stage_of(process, name), at) for name, at in zip(names, DAYS, strict=False)]


@pytest.mark.parametrize(
    "names",
    [
        ("Lead",),
        ("Lead", "Qualified", "Proposal made"),
        ("Lead", "Proposal made", "Won", "Quarterly check-in"),
        ("Qualified", "Lead", "Lost", "Win-back"),
        ("Lead", "Won", "Lead", "Fridge"),
    ],
)
def test_a_recorded_deal_equals_one_that_was_moved(importer, alice, process, names):
    path = steps(process, *names)
    facts = {"amount": 1000, "currency": "SEK"}
    moved = create_deal(by=importer, process=process, stage=path[0].stage, at=DAYS[0], title="X", owner=alice, **facts)
    for step in path[1:]:
        move_deal(moved, step.stage, by=importer, at=step.at)
    (pk,) = record_deals([PastDeal("X", path, owner_id=alice.pk, **facts)], by=importer)
    recorded = Deal.objects.get(workspace=alice.workspace, pk=pk)
    for relation, columns in (("moves", MOVE_FACTS), ("visits", VISIT_FACTS)):
        assert list(getattr(recorded, relation).values(*columns)) == list(getattr(moved, relation).values(*columns))
    moved.refresh_from_db()
    assert {name: getattr(recorded, name) for name in DEAL_FACTS} == {name: getattr(moved, name) for name in DEAL_FACTS}


def test_what_the_buyer_had_shown_is_not_asked_but_unknown(importer, process):
    make_criterion(stage_of(process, "Lead"), "They told us the budget", hard=True)
    (pk,) = record_deals([PastDeal("X", steps(process, "Lead", "Won"), "SEK")], by=importer)
    moves = StageMove.objects.filter(workspace=importer.workspace, deal=pk)
    assert [(move.evidence_unknown, move.missing) for move in moves] == [(True, []), (True, [])]


def test_an_unknown_time_stays_unknown(importer, process):
    (pk,) = record_deals([PastDeal("X", [Step(stage_of(process, "Lead"), None)], "SEK")], by=importer)
    deal = Deal.objects.get(workspace=importer.workspace, pk=pk)
    visit, move = deal.visits.get(), deal.moves.get()
    assert (deal.entered_at, deal.stale_at, visit.entered_at, move.at) == (None, None, None, None)


def test_the_same_stage_twice_is_two_moves(importer, process):
    (pk,) = record_deals([PastDeal("X", steps(process, "Lead", "Lead"), "SEK")], by=importer)
    assert Deal.objects.get(workspace=importer.workspace, pk=pk).moves.count() == 2


def test_tallies_follow(importer, alice, process):
    deals = [PastDeal(f"X{n}", steps(process, "Lead"), "SEK", amount=10, owner_id=alice.pk) for n in range(5)]
    record_deals(deals, by=importer)
    tally = DealTally.objects.get(workspace=importer.workspace, stage_id=stage_of(process, "Lead").pk)
    assert (tally.deals, tally.amount) == (5, 50)


def test_lines_and_a_lost_reason_come_with_the_deal(importer, process):
    reason = make_lost_reason(importer.workspace)
    lost = PastDeal(
        "X", steps(process, "Lead", "Lost"), "SEK", lost_reason_id=reason.pk, lines=[Line("Gauge", price=5)]
    )
    won = PastDeal("Y", steps(process, "Lead", "Won"), "SEK", lost_reason_id=reason.pk)
    first, second = record_deals([lost, won], by=importer)
    deals = Deal.objects.filter(workspace=importer.workspace).in_bulk([first, second])
    assert (deals[first].lost_reason, deals[second].lost_reason) == (reason, None)
    assert [(line.name, line.price) for line in deals[first].lines.all()] == [("Gauge", 5)]


def test_a_path_is_extended_behind_what_is_there(importer, process):
    (pk,) = record_deals([PastDeal("X", steps(process, "Lead"), "SEK")], by=importer)
    deal = Deal.objects.select_related("stage__version").get(workspace=importer.workspace, pk=pk)
    extend_path(deal, [Step(stage_of(process, "Won"), DAYS[5])], by=importer)
    first, second = deal.visits.all()
    assert (first.left_at, first.next_stage, second.entered_at) == (DAYS[5], stage_of(process, "Won"), DAYS[5])
    assert (deal.status, deal.closed_at) == ("won", DAYS[5])


def test_a_viewer_records_nothing(vera, process):
    with pytest.raises(PermissionDenied):
        record_deals([PastDeal("X", steps(process, "Lead"), "SEK")], by=vera)
