"""What members do with tasks: make, change, put off, give away, finish, take back."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.testing import builders
from stegvis.timeline.models import EntryPlace, Repeat, Task, TaskKind, TimelineEntry
from stegvis.timeline.operations.finishing import complete_task, reopen_task
from stegvis.timeline.operations.tasks import (
    PastTask,
    create_task,
    edit_task,
    postpone_task,
    reassign_task,
    record_tasks,
)
from stegvis.workspaces.models import FieldChange, User

WARSAW = ZoneInfo("Europe/Warsaw")
FRIDAY = datetime.date(2026, 12, 4)


def entries(deal):
    places = EntryPlace.objects.filter(workspace=deal.workspace_id, deal=deal)
    return list(TimelineEntry.objects.filter(workspace=deal.workspace_id, pk__in=places.values("entry")).order_by("pk"))


def test_a_task_has_its_day_in_the_zone_of_who_does_it(alice, bob):
    User.objects.filter(pk=bob.user_id).update(time_zone="Europe/Warsaw")
    bob.refresh_from_db()
    late = create_task("Call", by=alice, assignee=bob, due_on=FRIDAY, time=datetime.time(23, 30))
    assert late.due_on == FRIDAY
    assert late.due_at == datetime.datetime(2026, 12, 4, 23, 30, tzinfo=WARSAW)
    postpone_task(late, FRIDAY + datetime.timedelta(days=120), by=bob)
    assert late.due_at.astimezone(WARSAW).time() == datetime.time(23, 30)  # summer time by then
    alice.user.time_zone = "America/New_York"
    alice.user.save()
    reassign_task(late, alice, by=bob)
    assert late.due_at.astimezone(ZoneInfo("America/New_York")).time() == datetime.time(23, 30)
    changes = FieldChange.objects.filter(workspace=alice.workspace_id, kind="task", record_id=late.pk)
    assert {"due_on", "due_at", "assignee"} == set(changes.values_list("field", flat=True))


def test_who_may_not_is_refused_and_nothing_is_changed(alice, bob, vera, charlie):
    deal = builders.make_deal(alice, private=True)
    task = create_task("Call", by=alice, deal=deal)
    for wrong in (
        lambda: create_task("Call", by=vera),
        lambda: edit_task(task, {"title": "Mine"}, by=bob),
        lambda: complete_task(task, by=vera),
    ):
        with pytest.raises(PermissionDenied):
            wrong()
    for wrong in (
        lambda: create_task("Call", by=charlie, deal=deal),
        lambda: create_task("Call", by=bob, deal=deal),
        lambda: create_task("Call", by=alice, assignee=charlie),
        lambda: create_task("Call", by=alice, deal=deal, assignee=bob),
        lambda: create_task(" \x00 ", by=alice),
        lambda: create_task("Call", by=alice, repeat=Repeat.DAILY),
        lambda: create_task("Call", by=alice, due_on=datetime.date(9999, 1, 1)),
    ):
        with pytest.raises(Refused):
            wrong()
    assert Task.objects.filter(workspace=alice.workspace_id).count() == 1


def test_nobody_overwrites_silently(alice, mia):
    task = create_task("Call", by=alice)
    edit_task(task, {"title": "Ring"}, by=mia)
    with pytest.raises(ChangedMeanwhile):
        edit_task(task, {"title": "Phone"}, by=alice, seen={"title": "Call"})
    assert not Task.objects.filter(workspace=alice.workspace_id, title="Phone").exists()


def test_completing_writes_on_the_timeline_and_undo_takes_all_back(alice):
    person = builders.make_person(alice)
    deal = builders.make_deal(alice, people=[person])
    task = create_task("Call Anders", by=alice, kind=TaskKind.CALL, deal=deal, person=person, due_on=FRIDAY)
    complete_task(task, by=alice, note="He wants an offer", told="reached")
    [entry] = entries(deal)
    assert (entry.kind, entry.facts["outcome"], entry.by) == ("call", "reached", alice)
    assert "He wants an offer" in entry.text
    deal.refresh_from_db()
    assert deal.next_task_id is None
    assert deal.contacted_at is not None
    with pytest.raises(Refused):
        complete_task(task, by=alice)
    reopen_task(task, by=alice)
    deal.refresh_from_db()
    assert (deal.next_task_id, deal.contacted_at) == (task.pk, None)
    assert entries(deal)[-1].withdrawn
    with pytest.raises(Refused):
        reopen_task(task, by=alice)


def test_a_tick_alone_is_no_talk_with_the_buyer(alice):
    deal = builders.make_deal(alice)
    complete_task(create_task("Call", by=alice, kind=TaskKind.CALL, deal=deal), by=alice)
    assert [entry.kind for entry in entries(deal)] == ["task"]
    deal.refresh_from_db()
    assert deal.contacted_at is None
    assert complete_task(create_task("Tidy my desk", by=alice), by=alice).entry_id is None


def test_a_series_goes_on_and_is_taken_back_together(alice):
    today = datetime.datetime.now(ZoneInfo("Europe/Stockholm")).date()
    task = create_task("Report", by=alice, due_on=today, time=datetime.time(9), repeat=Repeat.WEEKLY)
    complete_task(task, by=alice)
    following = Task.objects.get(workspace=alice.workspace_id, pk=task.follower_id)
    assert following.due_on == today + datetime.timedelta(days=7)
    assert following.due_at.astimezone(ZoneInfo("Europe/Stockholm")).time() == datetime.time(9)
    reopen_task(task, by=alice)
    assert list(Task.objects.filter(workspace=alice.workspace_id)) == [task]
    complete_task(task, by=alice)
    complete_task(Task.objects.get(workspace=alice.workspace_id, pk=task.follower_id), by=alice)
    with pytest.raises(Refused):
        reopen_task(task, by=alice)


def test_a_substitute_does_the_work_of_who_is_away(alice, bob):
    task = create_task("Call", by=alice)
    alice.absent_from, alice.substitute = datetime.date(2020, 1, 1), bob
    alice.save()
    complete_task(task, by=bob)
    assert task.done_by == bob


def test_many_are_recorded_as_they_were(alice):
    deal = builders.make_deal(alice)
    done = builders.days_ago(3)
    ids = record_tasks(
        [
            PastTask(title="Old", deal_id=deal.pk, assignee_id=alice.pk, done_at=done, done_by_id=alice.pk),
            PastTask(title="New", deal_id=deal.pk, assignee_id=alice.pk, due_on=FRIDAY, external_id="7"),
        ],
        by=alice,
    )
    deal.refresh_from_db()
    assert (deal.next_task_id, deal.next_on) == (ids[1], FRIDAY)
    assert Task.objects.get(workspace=alice.workspace_id, pk=ids[0]).done_at == done
