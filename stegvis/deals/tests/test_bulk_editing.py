"""Many deals changed as one act, and taken back by one Undo."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, StageMove
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import move_deal
from stegvis.deals.operations.rebuilding import rebuild_visits
from stegvis.testing.builders import make_criterion, make_deal, make_lost_reason, stage_of
from stegvis.workspaces.bulk import bulk_list, facts_for
from stegvis.workspaces.models import FieldChange, Tag, Undo
from stegvis.workspaces.operations.bulk_editing import MOST, delete_many, edit_many
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.undoing import take_back_act

DEALS = bulk_list("deals")
FACTS = ("owner_id", "stage_id", "status", "amount", "currency", "source", "expected_close", "closed_at", "wake_on")


@pytest.fixture
def deals(alice, bob, process) -> list[Deal]:
    return [make_deal(owner, f"Deal {place}", amount=place) for place, owner in enumerate((alice, alice, bob), 1)]


def ids(deals) -> list[int]:
    return [deal.pk for deal in deals]


def edit(key: str, deals, by, **values):
    return edit_many(DEALS, facts_for(DEALS, by)[key], ids(deals), values, by=by)


def state(workspace) -> list[tuple]:
    rows = Deal.objects.filter(workspace=workspace).order_by("pk")
    return [
        (row.pk, *(getattr(row, name) for name in FACTS), tuple(tag.name for tag in row.tags.all())) for row in rows
    ]


def move(stage, deals, by, **how):
    return edit("stage", deals, by, **{"stage": stage, "reason": "", "lost_reason": None, "wake_on": None} | how)


def test_the_owner_of_many_changes_and_comes_back(deals, mia, bob, owen, workspace):
    before = state(workspace)
    done = edit("owner", deals, owen, owner=bob)
    assert (done.changed, done.forbidden) == (2, 0)
    assert {deal.owner_id for deal in Deal.objects.filter(workspace=workspace)} == {bob.pk}
    change = FieldChange.objects.filter(workspace=workspace, field="owner").first()
    assert (change.before, change.after, change.by) == ("Alice", "Bob", owen)
    assert take_back_act(done.undo, by=owen) == ""
    assert state(workspace) == before


def test_those_one_may_not_change_are_counted(deals, alice, bob):
    done = edit("source", deals, alice, source="Fair")
    assert (done.changed, done.forbidden) == (2, 1)
    deals[2].refresh_from_db()
    assert deals[2].source == ""


def test_a_viewer_and_a_stranger_change_nothing(deals, vera, charlie, owen):
    with pytest.raises(PermissionDenied):
        edit_many(DEALS, facts_for(DEALS, owen)["source"], ids(deals), {"source": "x"}, by=vera)
    done = edit("source", deals, charlie, source="x")
    assert (done.changed, done.forbidden) == (0, 3)


def test_a_private_deal_is_not_changed_by_who_does_not_see_it(deals, owen, alice):
    Deal.objects.filter(workspace=alice.workspace, pk=deals[0].pk).update(private=True)
    assert edit("source", deals, owen, source="x").forbidden == 1


def test_what_somebody_changed_since_stays_and_is_said(deals, owen, alice):
    done = edit("source", deals, owen, source="Fair")
    edit_record(deals[0], {"source": "Referral"}, by=alice)
    assert "1 record" in take_back_act(done.undo, by=owen)
    assert [Deal.objects.get(workspace=owen.workspace, pk=pk).source for pk in ids(deals)] == ["Referral", "", ""]


def test_only_the_doer_takes_back_and_only_once(deals, owen, mia):
    done = edit("source", deals, owen, source="Fair")
    with pytest.raises(Refused):
        take_back_act(done.undo, by=mia)
    take_back_act(done.undo, by=owen)
    with pytest.raises(Refused):
        take_back_act(done.undo, by=owen)


def test_tags_go_on_and_off(deals, owen, workspace):
    deals[0].tags.add(Tag.objects.create(workspace=workspace, name="Key"))
    before = state(workspace)
    put = edit("add-tags", deals, owen, tags=["Key", "Fair"])
    assert put.changed == 3
    assert all(deal.tags.count() == 2 for deal in deals)
    off = edit("remove-tags", deals, owen, tags=["key"])
    assert off.changed == 3
    take_back_act(off.undo, by=owen)
    take_back_act(put.undo, by=owen)
    assert state(workspace) == before


def test_stages_change_by_moves_and_gates_hold(deals, process, owen, workspace):
    hard = make_criterion(stage_of(process, "Lead"), "Budget told", hard=True)
    record_evidence(deals[0], hard, by=owen)
    done = move(stage_of(process, "Qualified"), deals, owen)
    assert done.changed == 1
    assert [(one.name, "Budget told" in one.why) for one in done.stopped] == [("Deal 2", True), ("Deal 3", True)]
    last = StageMove.objects.filter(workspace=workspace, deal=deals[0]).last()
    assert (last.to_stage.name, last.by, last.sequence) == ("Qualified", owen, 2)


def test_soft_evidence_takes_a_sentence(deals, process, owen):
    make_criterion(stage_of(process, "Lead"))
    assert move(stage_of(process, "Proposal made"), deals, owen).changed == 0
    done = move(stage_of(process, "Proposal made"), deals, owen, reason="They are old friends")
    last = deals[0].moves.last()
    assert (done.changed, last.missing, last.reason) == (3, ["They told us the budget"], "They are old friends")
    assert last.skipped == [stage_of(process, "Qualified").pk]


def test_many_moves_leave_the_rows_that_single_ones_leave(alice, process, owen, workspace):
    one, other = make_deal(alice, "One", amount=5), make_deal(alice, "Other", amount=5)
    move_deal(one, stage_of(process, "Lost"), by=owen)
    move(stage_of(process, "Lost"), [other], owen)
    facts = [deal.visits.values_list("sequence", "stage", "next_stage", "seller", "amount") for deal in (one, other)]
    assert list(facts[0]) == list(facts[1])
    rebuilt = state(workspace)
    assert rebuild_visits(workspace, by=owen) == 0
    assert state(workspace) == rebuilt


def test_moved_deals_go_back_but_for_those_that_went_on(deals, process, owen, workspace):
    reason = make_lost_reason(workspace)
    before = state(workspace)
    done = move(stage_of(process, "Lost"), deals, owen, lost_reason=reason)
    assert Deal.objects.filter(workspace=workspace, lost_reason=reason).count() == 3
    take_back_act(done.undo, by=owen)
    assert state(workspace) == before
    done = move(stage_of(process, "Qualified"), deals, owen)
    move_deal(Deal.objects.get(workspace=workspace, pk=deals[0].pk), stage_of(process, "Proposal made"), by=owen)
    assert "1 record" in take_back_act(done.undo, by=owen)


def test_many_are_deleted_as_far_as_one_may_and_come_back(deals, alice, workspace):
    before = state(workspace)
    done = delete_many(DEALS, ids(deals), by=alice)
    assert (done.changed, done.forbidden, Deal.objects.filter(workspace=workspace).count()) == (2, 1, 1)
    restore_deletion(done.deletion, by=alice)
    assert state(workspace) == before


def test_more_than_the_most_are_refused(owen, process):
    with pytest.raises(Refused):
        delete_many(DEALS, range(1, MOST + 2), by=owen)


def test_thousands_take_few_queries(alice, owen, process, django_assert_max_num_queries, workspace):
    """The number of queries does not grow with the number of deals."""
    deals = [make_deal(alice, f"Deal {place}") for place in range(30)]
    with django_assert_max_num_queries(40):
        assert move(stage_of(process, "Qualified"), deals, owen).changed == 30
    with django_assert_max_num_queries(20):
        assert edit("source", deals, owen, source="x").changed == 30


ACTS = st.lists(
    st.sampled_from(("owner", "source", "value", "close", "add-tags", "remove-tags", "stage", "delete")), max_size=5
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_acts_taken_back_from_the_last_are_the_identity(acts, deals, owen, bob, process, workspace):
    values = {
        "owner": {"owner": bob},
        "source": {"source": "Fair"},
        "value": {"amount": Decimal("7.50"), "currency": "EUR"},
        "close": {"expected_close": None},
        "add-tags": {"tags": ["a", "b"]},
        "remove-tags": {"tags": ["a"]},
        "stage": {"stage": stage_of(process, "Qualified"), "reason": "", "lost_reason": None, "wake_on": None},
    }
    before, done = state(workspace), []
    for act in acts:
        if act == "delete":
            done.append(delete_many(DEALS, ids(deals)[:2], by=owen))
        else:
            done.append(edit(act, deals, owen, **values[act]))
    for one in reversed(done):
        if one.deletion:
            restore_deletion(one.deletion, by=owen)
        elif one.undo:
            kept = Undo.objects.get(workspace=workspace, pk=one.undo.pk)
            assert json.loads(json.dumps(kept.before)) == kept.before
            take_back_act(kept, by=owen)
    assert state(workspace) == before
