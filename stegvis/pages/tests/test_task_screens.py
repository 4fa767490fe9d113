"""Tasks on the screen: made in a line, put off, given away, done, deleted, each with its Undo; and who may not."""

import datetime
import re

import pytest
from django.utils import timezone

from stegvis.processes.models import TaskTemplate
from stegvis.testing import builders
from stegvis.timeline.models import CalendarFeed, Task, TimelineEntry
from stegvis.timeline.operations.feeding import open_feed
from stegvis.timeline.operations.tasks import create_task, edit_task

TASKS = "/w/granfors/tasks/"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def task(alice):
    return create_task(
        "Call Anders", by=alice, kind="call", due_on=timezone.localdate(), deal=builders.make_deal(alice)
    )


def send(client, address, **data):
    return client.post(address, data, headers=HTMX)


def fresh(task):
    return Task.with_deleted.get(workspace=task.workspace_id, pk=task.pk)


def test_a_line_makes_a_task_on_the_deal(alice, as_member):
    deal = builders.make_deal(alice)
    answer = send(as_member(alice), TASKS, line="ring Anna tomorrow 14:30", deal=deal.pk)
    assert "tasks:changed" in answer.headers["HX-Trigger"]
    made = Task.objects.get(workspace=alice.workspace_id)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert (made.title, made.kind, made.due_on, made.deal) == ("ring Anna", "call", tomorrow, deal)
    page = as_member(alice).get(f"{TASKS}of/deal/{deal.pk}/").content.decode()
    assert "ring Anna" in page
    assert send(as_member(alice), TASKS, line=" ").status_code == 422


def test_each_press_and_its_undo(alice, bob, task, as_member):
    client, here = as_member(alice), f"{TASKS}{task.pk}/"
    later = timezone.localdate() + datetime.timedelta(days=7)
    answer = send(client, f"{here}day/", day=later.isoformat())
    assert fresh(task).due_on == later
    assert f"{here}day/?day={task.due_on.isoformat()}" in answer.content.decode()
    send(client, f"{here}day/?day={task.due_on.isoformat()}")
    assert fresh(task).due_on == task.due_on
    send(client, f"{here}assignee/", to=bob.pk)
    assert fresh(task).assignee == bob
    send(as_member(bob), f"{here}assignee/?to={alice.pk}")
    send(client, f"{here}completion/", note="He buys", told="reached")
    assert fresh(task).done_at
    assert TimelineEntry.objects.filter(workspace=alice.workspace_id, kind="call").exists()
    send(client, f"{here}reopening/")
    assert not fresh(task).done_at
    send(client, f"{here}deletion/")
    assert fresh(task).deletion
    assert client.get(here).status_code == 404


def test_all_facts_are_edited_and_hostile_input_is_refused(alice, task, as_member):
    client, here = as_member(alice), f"{TASKS}{task.pk}/"
    facts = {"title": "Call Eva", "kind": "mail", "due_on": "2026-12-24", "time": "09:30", "assignee": alice.pk}
    facts |= {"priority": 1, "repeat": "weekly", "note": "kind words"}
    assert send(client, here, **facts).status_code == 200
    assert (fresh(task).title, fresh(task).repeat, fresh(task).priority) == ("Call Eva", "weekly", 1)
    assert "kind words" in client.get(here).content.decode()
    for wrong in (
        {"title": "x" * 10_000},
        {"title": "a\x00"},
        {"due_on": "2026-02-31"},
        {"due_on": ""},
        {"assignee": 2**70},
        {"priority": "high"},
        {"repeat": "hourly"},
        {"seen_title": "Something else", "title": "Mine"},
    ):
        assert send(client, here, **facts | wrong).status_code == 422, wrong
    for address in ("day/?day=9999-99-99", "assignee/?to=x"):
        assert send(client, f"{here}{address}").status_code == 422
    assert send(client, f"{TASKS}{2**63}/day/").status_code == 404


def test_strangers_meet_a_404_and_viewers_a_403(task, bob, vera, charlie, as_member):
    here = f"{TASKS}{task.pk}/"
    for verb in ("completion/", "reopening/", "day/", "assignee/", "deletion/"):
        assert as_member(charlie).post(here + verb).status_code == 404
        assert as_member(vera).post(here + verb).status_code == 403
        assert as_member(bob).post(here + verb).status_code == 403
    assert as_member(vera).get(here).status_code == 200


def test_the_list_goes_by_day_and_pages_by_key(alice, as_member):
    Task.objects.bulk_create(
        Task(
            workspace=alice.workspace,
            title=f"No {number:03}",
            assignee=alice,
            due_on=timezone.localdate() + datetime.timedelta(days=number % 7 - 2) if number % 5 else None,
        )
        for number in range(230)
    )
    client, seen, query = as_member(alice), [], ""
    for _ in range(3):
        shown = client.get(TASKS + query).content.decode()
        seen += [number for number in range(230) if f"No {number:03}</a>" in shown]
        query = next(
            (part.split('"')[0] for part in shown.split('href="')[1:] if "after=" in part.split('"')[0]), ""
        ).replace("&amp;", "&")
    assert sorted(seen) == list(range(230))
    assert client.get(f"{TASKS}?after=x-y&kind=nonsense&whose=team-1&due=late&status=done").status_code == 200


def test_suggestions_become_tasks_in_one_press(alice, process, as_member):
    stage = builders.stage_of(process, "Lead")
    one, two = [TaskTemplate.objects.create(workspace=alice.workspace, stage=stage, title=name) for name in ("A", "B")]
    deal = builders.make_deal(alice)
    here = f"/w/granfors/deals/{deal.pk}/suggestions/"
    send(as_member(alice), here, suggestion=one.pk)
    assert list(Task.objects.filter(workspace=alice.workspace_id).values_list("title", flat=True)) == ["A"]
    send(as_member(alice), f"{here}{two.pk}/dropping/")
    assert send(as_member(alice), here, suggestion="all").status_code == 409
    send(as_member(alice), f"{here}{two.pk}/dropping/?back=1")
    send(as_member(alice), here, suggestion="all")
    assert Task.objects.filter(workspace=alice.workspace_id).count() == 2


def test_all_suggestions_taken_at_once_go_away_at_once_but_for_those_changed_since(alice, process, as_member):
    stage, client = builders.stage_of(process, "Lead"), as_member(alice)
    for name in "ABC":
        TaskTemplate.objects.create(workspace=alice.workspace, stage=stage, title=name)
    deal = builders.make_deal(alice)
    answer = send(client, f"/w/granfors/deals/{deal.pk}/suggestions/", suggestion="all").content.decode()
    tasks = Task.objects.filter(workspace=alice.workspace_id)
    edit_task(tasks.get(title="B"), {"priority": Task.Priority.HIGH}, by=alice)
    undo = re.search(r'action="([^"]*/undo[^"]*)"', answer)[1]
    assert "1 task was changed since and stays." in client.post(undo, follow=True).content.decode()
    assert [task.title for task in tasks] == ["B"]


def test_an_open_deal_without_next_step_is_seen_everywhere(alice, as_member):
    company = builders.make_company(alice)
    deal = builders.make_deal(alice, company=company)
    client = as_member(alice)
    pages = ["deals/", "deals/list/?next=no", f"deals/{deal.pk}/", f"companies/{company.pk}/", "today/"]
    for page in pages:
        shown = client.get(f"/w/granfors/{page}").content.decode()
        assert "no next step" in shown or "Nobody has a next step" in shown, page
    create_task("Call Eva", by=alice, deal=deal, due_on=timezone.localdate())
    for page in pages[:2]:
        assert "no next step" not in client.get(f"/w/granfors/{page}").content.decode()
    assert "Call Eva" in client.get("/w/granfors/deals/").content.decode()


def test_a_calendar_reads_the_tasks_until_its_address_is_taken_back(alice, bob, client, task):
    create_task("Meet; \\ å, " + "ö" * 90, by=alice, due_on=datetime.date.today(), time=datetime.time(23, 30))
    create_task("Secret", by=bob, due_on=datetime.date.today())
    address = f"/calendar/{open_feed(by=alice).token}.ics"
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Secret" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    plain = text.replace("\r\n ", "")
    assert "SUMMARY:Meet\\; \\\\ å\\, ööö" in plain
    assert f"DTSTART;VALUE=DATE:{task.due_on:%Y%m%d}" in plain
    assert plain.count("BEGIN:VEVENT") == plain.count("END:VEVENT") == 2
    assert plain.endswith("END:VCALENDAR\r\n")
    open_feed(by=alice)
    assert client.get(address).status_code == 404
    assert CalendarFeed.objects.filter(workspace=alice.workspace_id).count() == 1
    for number in range(25):
        last = client.get(f"/calendar/guess{number}.ics")
    assert last.status_code == 429
