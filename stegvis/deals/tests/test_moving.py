"""Moving a deal: evidence, gates, skipping, surprises, and what follows from a move."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.models import Deal
from stegvis.deals.operations.evidence import record_evidence, withdraw_evidence
from stegvis.deals.operations.moving import (
    GateClosed,
    lose_deal,
    move_deal,
    park_deal,
    reopen_deal,
    win_deal,
)
from stegvis.testing.builders import (
    days_ago,
    make_criterion,
    make_deal,
    make_lost_reason,
    make_process,
    stage_of,
)


@pytest.fixture
def deal(alice, process) -> Deal:
    return make_deal(alice, amount=1000)


def path(deal: Deal) -> list[str]:
    return [move.to_stage.name for move in deal.moves.select_related("to_stage")]


def test_a_move_is_kept_and_the_deal_follows(deal, alice, process):
    move = move_deal(deal, stage_of(process, "Qualified"), by=alice)
    deal.refresh_from_db()
    assert (move.from_stage.name, move.to_stage.name, move.by) == ("Lead", "Qualified", alice)
    assert (deal.stage.name, deal.status, deal.entered_at) == ("Qualified", "open", move.at)
    assert deal.stale_at == move.at + timedelta(days=15)
    assert path(deal) == ["Lead", "Qualified"]


def test_a_visit_ends_where_the_next_begins(deal, alice, process):
    move = move_deal(deal, stage_of(process, "Qualified"), by=alice)
    first, second = deal.visits.all()
    assert (first.left_at, first.next_stage, first.amount) == (move.at, move.to_stage, 1000)
    assert (second.entered_at, second.left_at, second.seller) == (move.at, None, alice)


def test_missing_evidence_takes_a_sentence_that_is_recorded(deal, alice, process):
    make_criterion(stage_of(process, "Lead"), "There is a business reason")
    with pytest.raises(GateClosed) as refusal:
        move_deal(deal, stage_of(process, "Qualified"), by=alice)
    assert [one.text for one in refusal.value.gate.soft] == ["There is a business reason"]
    move = move_deal(deal, stage_of(process, "Qualified"), by=alice, reason="Met them at the fair")
    assert (move.reason, move.missing) == ("Met them at the fair", ["There is a business reason"])


def test_evidence_opens_the_gate(deal, alice, process):
    criterion = make_criterion(stage_of(process, "Lead"))
    evidence = record_evidence(deal, criterion, by=alice, note="said so")
    assert record_evidence(deal, criterion, by=alice) == evidence
    assert move_deal(deal, stage_of(process, "Qualified"), by=alice).missing == []


def test_evidence_taken_back_closes_the_gate_again(deal, alice, process):
    criterion = make_criterion(stage_of(process, "Lead"))
    withdraw_evidence(record_evidence(deal, criterion, by=alice), by=alice)
    with pytest.raises(GateClosed):
        move_deal(deal, stage_of(process, "Qualified"), by=alice)


def test_a_hard_criterion_stops_whatever_is_said(deal, alice, process):
    make_criterion(stage_of(process, "Lead"), hard=True)
    for act in (
        lambda: move_deal(deal, stage_of(process, "Qualified"), by=alice, reason="please"),
        lambda: move_deal(deal, stage_of(process, "Proposal made"), by=alice, reason="please"),
        lambda: win_deal(deal, by=alice, reason="please"),
    ):
        with pytest.raises(GateClosed):
            act()


def test_a_hard_criterion_of_a_skipped_stage_stops_too(deal, alice, process):
    make_criterion(stage_of(process, "Qualified"), hard=True)
    with pytest.raises(GateClosed):
        win_deal(deal, by=alice, reason="please")


def test_skipping_is_allowed_and_recorded(deal, alice, process):
    make_criterion(stage_of(process, "Qualified"), "soft, of a stage this buyer does not need")
    move = move_deal(deal, stage_of(process, "Proposal made"), by=alice)
    assert move.skipped == [stage_of(process, "Qualified").pk]


def test_losing_parking_and_going_back_ask_for_no_evidence(deal, alice, process, workspace):
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    make_criterion(stage_of(process, "Qualified"), hard=True)
    move_deal(deal, stage_of(process, "Lead"), by=alice)
    tomorrow = timezone.localdate() + timedelta(days=1)
    park_deal(deal, by=alice, wake_on=tomorrow)
    assert (deal.status, deal.wake_on) == ("parked", tomorrow)
    lose_deal(deal, by=alice, lost_reason=make_lost_reason(workspace))
    assert (deal.status, str(deal.lost_reason), deal.wake_on) == ("lost", "Price", None)


@pytest.mark.parametrize("aside", ["Fridge", "Lost"])
@pytest.mark.parametrize("target", ["Proposal made", "Won", "Quarterly check-in"])
def test_parking_or_losing_is_no_way_round_a_hard_criterion(deal, alice, process, aside, target):
    make_criterion(stage_of(process, "Qualified"), hard=True)
    move_deal(deal, stage_of(process, aside), by=alice)
    with pytest.raises(GateClosed):
        move_deal(deal, stage_of(process, target), by=alice)
    assert path(deal) == ["Lead", aside]


def test_a_stage_after_won_asks_what_winning_asks(deal, alice, process):
    make_criterion(stage_of(process, "Lead"), hard=True)
    with pytest.raises(GateClosed):
        move_deal(deal, stage_of(process, "Quarterly check-in"), by=alice)


def test_what_was_won_is_opened_again_without_being_asked(deal, alice, process):
    win_deal(deal, by=alice)
    make_criterion(stage_of(process, "Lead"), hard=True)
    move_deal(deal, stage_of(process, "Proposal made"), by=alice)
    assert path(deal) == ["Lead", "Won", "Proposal made"]


def test_a_new_deal_does_not_start_behind_a_hard_criterion(alice, process):
    make_criterion(stage_of(process, "Lead"), "The budget is known", hard=True)
    with pytest.raises(Refused, match="The budget is known"):
        make_deal(alice, process=process, stage=stage_of(process, "Qualified"))
    assert not Deal.objects.filter(workspace=alice.workspace).exists()
    assert make_deal(alice, process=process, stage=stage_of(process, "Lead")).stage.name == "Lead"


def test_a_new_deal_does_not_start_in_an_archived_process(alice, process):
    process.archived_at = timezone.now()
    with pytest.raises(Refused, match="archived"):
        make_deal(alice, process=process)


def test_won_then_after_won_keeps_the_day_of_the_decision(deal, alice, process):
    won = win_deal(deal, by=alice)
    move_deal(deal, stage_of(process, "Quarterly check-in"), by=alice)
    assert (deal.status, deal.closed_at) == ("after_won", won.at)


def test_reopened_deals_return_to_where_they_were_open(deal, alice, process, workspace):
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    lose_deal(deal, by=alice, lost_reason=make_lost_reason(workspace))
    reopen_deal(deal, by=alice)
    assert (deal.stage.name, deal.closed_at, deal.lost_reason) == ("Qualified", None, None)
    assert path(deal) == ["Lead", "Qualified", "Lost", "Qualified"]


def test_losing_asks_why_and_parking_until_when(deal, alice):
    with pytest.raises(Refused):
        lose_deal(deal, by=alice, lost_reason=None)
    with pytest.raises(Refused):
        park_deal(deal, by=alice, wake_on=timezone.localdate())


def test_the_second_mover_hears_of_the_first(deal, alice, mia, process):
    hers = Deal.objects.get(workspace=deal.workspace, pk=deal.pk)
    move_deal(deal, stage_of(process, "Qualified"), by=mia)
    with pytest.raises(ChangedMeanwhile, match="Mia moved this deal to “Qualified”"):
        move_deal(hers, stage_of(process, "Proposal made"), by=alice, seen=stage_of(process, "Lead"))


def test_a_deal_stays_in_its_own_process(deal, alice, workspace):
    other = make_process(workspace, "Renewals")
    with pytest.raises(Refused):
        move_deal(deal, stage_of(other, "Qualified"), by=alice)


def test_colleagues_viewers_and_strangers_may_not_move_it(deal, bob, vera, charlie, process):
    for stranger in (bob, vera, charlie):
        with pytest.raises(PermissionDenied):
            move_deal(deal, stage_of(process, "Qualified"), by=stranger)
    assert path(deal) == ["Lead"]


def test_a_deal_is_stale_after_one_and_a_half_times_the_expected_days(alice, process):
    make_deal(alice, "fresh", at=days_ago(7.4))
    make_deal(alice, "stale", at=days_ago(7.6))
    stale = Deal.objects.filter(workspace=alice.workspace).stale(timezone.now())
    assert [deal.title for deal in stale] == ["stale"]
