"""Deals when their process changes: they follow at once, unmoved, unclosed, and are counted where they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.core.bulk import insert_rows
from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.operations.evidence import record_evidence
from stegvis.deals.operations.moving import lose_deal, move_deal, park_deal, win_deal
from stegvis.deals.operations.remapping import change_process, delete_process, settle_deals
from stegvis.deals.tests.test_tallies import recount, tallies
from stegvis.processes.drafts import StageDraft, draft_of, fingerprint
from stegvis.processes.models import Process, StageMapping
from stegvis.processes.operations.publishing import publish_version
from stegvis.testing.builders import days_ago, make_criterion, make_deal, make_lost_reason, make_process, stage_of
from stegvis.workspaces.operations.deleting import delete_records, restore_deletion


def draft(process) -> list[StageDraft]:
    return draft_of(process.current)


def without(process, name: str) -> list[StageDraft]:
    return [stage for stage in draft(process) if stage.name != name]


def test_deals_of_a_removed_stage_go_where_they_are_told(alice, mia, process):
    deal = make_deal(alice, amount=100)
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    gone = stage_of(process, "Qualified")
    change_process(process, without(process, "Qualified"), by=mia, mapping={gone.pk: 1})
    deal.refresh_from_db()
    assert (deal.stage, deal.status) == (stage_of(process, "Proposal made"), "open")
    assert deal.stage.version == process.current


def test_a_mapping_is_not_a_move(alice, mia, process):
    deal = make_deal(alice, at=days_ago(4))
    entered, moves = deal.entered_at, deal.moves.count()
    old = deal.stage
    change_process(process, [draft(process)[1], draft(process)[0], *draft(process)[2:]], by=mia)
    deal.refresh_from_db()
    assert (deal.moves.count(), deal.entered_at, deal.moves.last().to_stage) == (moves, entered, old)
    assert deal.stage.pk != old.pk
    assert deal.stage.lineage == old.lineage


def test_the_open_visit_follows_and_the_ended_ones_stay(alice, mia, process):
    deal = make_deal(alice)
    move_deal(deal, stage_of(process, "Qualified"), by=alice)
    change_process(process, [*draft(process), StageDraft("Referral", kind="after_won")], by=mia)
    first, second = deal.visits.all()
    assert (first.stage.version.number, second.stage) == (1, stage_of(process, "Qualified"))


def test_the_next_move_goes_on_in_the_new_version(alice, mia, process):
    deal = make_deal(alice)
    criterion = make_criterion(stage_of(process, "Lead"), hard=True)
    record_evidence(deal, criterion, by=alice)
    change_process(process, [*draft(process), StageDraft("Referral", kind="after_won")], by=mia)
    deal.refresh_from_db()
    assert move_deal(deal, stage_of(process, "Qualified"), by=alice).missing == []


def test_counts_and_sums_follow(alice, bob, mia, process):
    for owner in (alice, bob, alice):
        make_deal(owner, amount=100)
    change_process(process, draft(process)[1:], by=mia, mapping={stage_of(process, "Lead").pk: 0})
    found = tallies(alice.workspace)
    assert {row[0] for row in found} == {stage_of(process, "Qualified").pk}
    assert found == recount(alice.workspace)


def test_decided_deals_stay_decided(alice, mia, process, workspace):
    won, lost, parked = (make_deal(alice, name) for name in ("won", "lost", "parked"))
    win_deal(won, by=alice)
    lose_deal(lost, by=alice, lost_reason=make_lost_reason(workspace))
    park_deal(parked, by=alice, wake_on=timezone.localdate() + timedelta(days=9))
    before = {deal.pk: (deal.status, deal.closed_at, deal.lost_reason_id, deal.wake_on) for deal in (won, lost, parked)}
    change_process(process, [*draft(process), StageDraft("Referral", kind="after_won")], by=mia)
    for deal in Deal.objects.filter(workspace=workspace):
        assert (deal.status, deal.closed_at, deal.lost_reason_id, deal.wake_on) == before[deal.pk]
        assert deal.stage.version == process.current


def test_a_parked_deal_whose_stage_opens_is_open_and_has_no_alarm(alice, mia, process):
    deal = make_deal(alice)
    park_deal(deal, by=alice, wake_on=timezone.localdate() + timedelta(days=9))
    stages = [replace(one, kind="open", expected_days=4) if one.kind == "parked" else one for one in draft(process)]
    change_process(process, stages, by=mia)
    deal.refresh_from_db()
    assert (deal.status, deal.wake_on, deal.stale_at) == ("open", None, deal.entered_at + timedelta(days=6))


def test_changed_expected_days_change_when_deals_are_stale(alice, mia, process):
    deal, unknown = make_deal(alice, at=days_ago(10)), make_deal(alice)
    Deal.objects.filter(workspace=deal.workspace, pk=unknown.pk).update(entered_at=None, stale_at=None)
    stages = draft(process)
    change_process(process, [replace(stages[0], expected_days=20), *stages[1:]], by=mia)
    deal.refresh_from_db()
    assert (process.current.number, deal.stale_at) == (1, deal.entered_at + timedelta(days=30))
    change_process(process, [replace(draft(process)[0], expected_days=None), *stages[1:]], by=mia)
    deal.refresh_from_db()
    unknown.refresh_from_db()
    assert (deal.stale_at, unknown.stale_at) == (None, None)


def test_days_changed_together_with_the_structure_count_too(alice, mia, process):
    deal = make_deal(alice, at=days_ago(10))
    stages = draft(process)
    change_process(process, [StageDraft("First"), replace(stages[0], expected_days=2), *stages[1:]], by=mia)
    deal.refresh_from_db()
    assert deal.stale_at == deal.entered_at + timedelta(days=3)


def test_removing_a_stage_with_deals_takes_a_word_and_without_deals_none(alice, mia, process):
    make_deal(alice)
    with pytest.raises(Refused, match="Say where the deals in “Lead” go"):
        change_process(process, draft(process)[1:], by=mia)
    assert change_process(process, without(process, "Qualified"), by=mia).is_new


def test_deleted_deals_follow_and_can_come_back(alice, mia, process):
    deal = make_deal(alice)
    deletion = delete_records([deal], by=alice)
    change_process(process, draft(process)[1:], by=mia)
    restore_deletion(deletion, by=alice)
    deal.refresh_from_db()
    assert (deal.stage.name, deal.stage.version) == ("Qualified", process.current)
    assert tallies(alice.workspace) == recount(alice.workspace)


def test_deals_left_behind_in_an_older_version_catch_up(alice, mia, process):
    deal = make_deal(alice)
    publish_version(process, draft(process)[1:], by=mia)
    publish_version(process, [StageDraft("Start"), *draft(process)], by=mia)
    assert settle_deals(process) == 1
    deal.refresh_from_db()
    assert (deal.stage.name, deal.stage.version.number) == ("Qualified", 3)
    assert settle_deals(process) == 0


def test_deals_of_other_processes_and_workspaces_stay(alice, mia, charlie, process, workspace):
    other, theirs = make_process(workspace, "Renewals"), make_process(charlie.workspace)
    kept = [make_deal(alice, process=other), make_deal(charlie, process=theirs)]
    stages = [deal.stage_id for deal in kept]
    change_process(process, draft(process)[1:], by=mia)
    for deal in kept:
        deal.refresh_from_db()
    assert [deal.stage_id for deal in kept] == stages


def test_a_surprised_editor_moves_no_deal(alice, mia, owen, process):
    deal, seen = make_deal(alice), fingerprint(process, draft(process))
    change_process(process, draft(process), by=owen, name="Renamed")
    with pytest.raises(ChangedMeanwhile):
        change_process(process, draft(process)[1:], by=mia, mapping={deal.stage_id: 0}, seen=seen)
    stage = deal.stage_id
    deal.refresh_from_db()
    assert deal.stage_id == stage


def test_who_may_not_change_processes_may_not_take_deals_along(alice, vera, charlie, process):
    for member in (alice, vera, charlie):
        with pytest.raises(PermissionDenied):
            change_process(process, draft(process)[1:], by=member)
        with pytest.raises(PermissionDenied):
            delete_process(process, by=member)


def test_a_process_with_deals_is_not_deleted(alice, mia, process, workspace):
    deletion = delete_records([make_deal(alice)], by=alice)
    with pytest.raises(Refused, match="Archive it instead"):
        delete_process(process, by=mia)
    assert deletion.restored_at is None
    empty = make_process(workspace, "Mistake")
    restored = delete_process(empty, by=mia)
    assert not Process.objects.filter(workspace=workspace, name="Mistake").exists()
    restore_deletion(restored, by=mia)
    assert Process.objects.filter(workspace=workspace, name="Mistake").exists()


EDITS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "swap", "kind", "days", "deal", "win", "park"]), st.integers(0, 99)),
    max_size=8,
)


@given(edits=EDITS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_any_sequence_of_edits_keeps_the_invariants(edits, alice, mia, workspace):
    process = make_process(workspace, f"P{Process.objects.filter(workspace=workspace).count()}")
    for act, number in edits:
        perform(act, number, alice, mia, process)
        check(process)
    assert tallies(workspace) == recount(workspace)


def perform(act: str, number: int, alice, mia, process) -> None:
    if act == "deal":
        make_deal(alice, process=process, at=days_ago(number), amount=number)
        return
    if act in ("win", "park"):
        deal = Deal.objects.filter(workspace=alice.workspace, process=process, status="open").first()
        if deal and act == "win":
            win_deal(deal, by=alice)
        elif deal and process.current.stages.filter(kind="parked").exists():
            park_deal(deal, by=alice, wake_on=timezone.localdate() + timedelta(days=1 + number))
        return
    stages, mapping = edited(act, number, process)
    try:
        change_process(process, stages, by=mia, mapping=mapping)
    except Refused:
        process.refresh_from_db()


def edited(act: str, number: int, process) -> tuple[list[StageDraft], dict[int, int]]:
    stages, rows = draft(process), list(process.current.stages.all())
    place = number % len(stages)
    if act == "add":
        stages.insert(place, StageDraft(f"New {number} {len(stages)}", expected_days=number + 1))
    elif act == "remove":
        gone = rows[place]
        del stages[place]
        return stages, {gone.pk: number % max(len(stages), 1)}
    elif act == "swap":
        stages[place], stages[0] = stages[0], stages[place]
    elif act == "kind":
        kinds = ("open", "parked", "won", "lost", "after_won", "after_lost")
        stages[place] = replace(stages[place], kind=kinds[number % 6])
        return stages, {rows[place].pk: next((i for i, one in enumerate(stages) if one.kind == rows[place].kind), 0)}
    else:
        stages[place] = replace(stages[place], expected_days=number + 1)
    return stages, {}


def check(process) -> None:
    current = list(process.current.stages.all())
    by_id = {stage.pk: stage for stage in current}
    assert len({stage.lineage for stage in current}) == len(current)
    assert {"open", "won", "lost"} <= {stage.kind for stage in current}
    for deal in Deal.objects.filter(workspace=process.workspace, process=process):
        stage = by_id[deal.stage_id]
        assert deal.status == stage.kind
        assert deal.visits.get(next_stage=None).stage_id == deal.stage_id
        patience = stage.kind == "open" and stage.stale_after
        assert deal.stale_at == (deal.entered_at + timedelta(days=float(patience)) if patience else None)
    for version in process.versions.filter(number__lt=process.current.number):
        later = StageMapping.objects.filter(workspace=process.workspace, version__number=version.number + 1)
        mapped = set(later.filter(version__process=process).values_list("before_id", flat=True))
        assert mapped == set(version.stages.values_list("pk", flat=True))


def test_many_deals_follow_in_as_many_queries_as_few(alice, mia, process, workspace):
    few, many = (queries_of_change(alice, mia, process, deals) for deals in (3, 3_000))
    assert many <= few
    assert StageVisit.objects.filter(workspace=workspace).count() == 0


def queries_of_change(alice, mia, process, deals: int) -> int:
    """How many queries it takes to publish a version in another order, with that many more deals in the process."""
    stages, now = list(process.current.stages.all()), timezone.now()
    rest = (False, "", "", False, 0, "")
    columns = (
        *("workspace_id", "process_id", "stage_id", "owner_id", "status", "title", "currency", "entered_at"),
        *("created_at", "updated_at", "private", "source", "external_id", "amount_from_lines", "rank", "description"),
    )
    mine = (process.workspace_id, process.pk)
    kinds = [stage for stage in stages if stage.kind == "open"]
    rows = ((*mine, kinds[n % 2].pk, alice.pk, "open", f"Deal {n}", "SEK", now, now, now, *rest) for n in range(deals))
    insert_rows(Deal, columns, rows)
    first, second, *others = draft(process)
    with CaptureQueriesContext(connection) as captured:
        change_process(process, [second, first, *others], by=mia)
    process.refresh_from_db()
    ids = list(process.current.stages.values_list("pk", flat=True))
    assert Deal.objects.filter(workspace=process.workspace_id).exclude(stage__in=ids).count() == 0
    return len(captured)
