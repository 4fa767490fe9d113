"""Tasks, notes, calls and people on deals: rows find what they are about, and twice makes nothing twice."""

from datetime import UTC, date, datetime

import pytest

from stegvis.deals.models import Stakeholder
from stegvis.people.models import ContactPoint
from stegvis.testing.builders import make_company, make_deal, make_person
from stegvis.timeline.models import EntryPlace, Task, TimelineEntry
from stegvis.timeline.operations.correcting import correct_entry
from stegvis.timeline.operations.tasks import edit_task
from stegvis.transfer.models import State
from stegvis.transfer.operations.undoing import kept_records, undo_import
from stegvis.transfer.tests.importing import bring, figures

TASKS = """
    Task ID;Subject;Type;Due date;Due time;Assigned to;Priority;Deal;Organization;Contact email;Done;Marked as done time
    T1;Call about the offer;Call;2031-03-02;14:30;Alice;High;Load control;Ekhamra;;To do;
    T2;Send the drawings;Email;2020-02-01;;Alice;;Load control;;anders@ekhamra.se;Done;2020-02-03 10:15
    T3;Buy stamps;Errand;;;;;;;;;
    T4;Of a stranger;Task;2031-03-02;;;;No such deal;;;;
"""
NOTES = """
    Note ID;Note content;Add time;User;Deal;Person
    N1;<p>They want it in <b>red</b></p>;2024-05-06 10:00;Alice;Load control;
    N2;@Alice knows him;2024-05-07 11:00;Alice;;Anders Ekhamra
    N3;;2024-05-07 11:00;Alice;;Anders Ekhamra
    N4;Nobody;2024-05-07 11:00;Alice;;Nils Ingen
"""
CALLS = """
    id,Call outcome,Call direction,Duration,Activity date,Assigned to,Deal,Participants
    C1,Connected,Outbound,00:25:10,2024-05-06T10:00:00Z,Alice,Load control,Anders Ekhamra <anders@ekhamra.se>
    C2,Left voicemail,Inbound,,2024-05-07T10:00:00Z,Bob,Load control,
    C3,Sang a song,Inbound,,2024-05-07T10:00:00Z,Bob,Load control,
    C4,Connected,Inbound,,,Bob,Load control,
"""
PEOPLE = """
    Deal,Contact email,Buying role,Influence,Stance
    Load control,anders@ekhamra.se,Decision maker,High,positive
    Load control,nobody@ekhamra.se,Blocker,,
"""


@pytest.fixture
def deal(alice, process):
    company = make_company(alice, "Ekhamra")
    person = make_person(alice, company=company)
    key = "anders@ekhamra.se"
    ContactPoint.objects.create(workspace=alice.workspace, person=person, kind="email", value=key, key=key)
    return make_deal(alice, process=process, company=company)


def test_tasks_of_another_program_come_with_their_day_member_and_deal(tmp_path, owen, alice, deal):
    batch = bring(tmp_path, "tasks", TASKS, by=owen)
    assert (figures(batch), batch.reasons) == ((3, 0, 0, 1), {"unknown_deal": 1})
    call, mail, stamps = Task.objects.filter(workspace=owen.workspace).order_by("external_id")
    assert (call.kind, call.due_on, call.assignee, call.priority) == ("call", date(2031, 3, 2), alice, 1)
    assert (call.deal, call.company, call.due_at.minute, call.done_at) == (deal, deal.company, 30, None)
    deal.refresh_from_db()
    assert deal.next_task == call
    assert (mail.kind, mail.person.name, mail.done_by) == ("mail", "Anders Ekhamra", alice)
    assert EntryPlace.objects.get(workspace=owen.workspace, deal=deal).entry.facts["title"] == "Send the drawings"
    assert (stamps.kind, stamps.due_on, stamps.assignee) == ("to_do", None, None)


def test_a_second_time_makes_no_task_and_an_update_ticks_it_off(tmp_path, owen, deal):
    bring(tmp_path, "tasks", TASKS, by=owen)
    assert figures(bring(tmp_path, "tasks", TASKS, by=owen)) == (0, 0, 3, 1)
    done = "Task ID;Subject;Done;Marked as done time;Due date\nT1;Call about the offer;Done;2026-01-02 10:00;2031-03-02"
    batch = bring(tmp_path, "tasks", done, by=owen, duplicates="update")
    task = Task.objects.get(workspace=owen.workspace, external_id="T1")
    assert (figures(batch), task.done_at.year, task.due_at.minute) == ((0, 1, 0, 0), 2026, 30)
    assert EntryPlace.objects.filter(workspace=owen.workspace, deal=deal).count() == 2
    undo_import(batch, by=owen)
    task.refresh_from_db()
    assert (task.done_at, task.entry_id) == (None, None)
    assert EntryPlace.objects.filter(workspace=owen.workspace, deal=deal).count() == 1


def test_tasks_without_number_are_known_by_title_day_and_deal(tmp_path, owen, deal):
    text = "Title;Due date;Deal\nRing;2031-01-02;Load control\nRing;2031-01-03;Load control"
    assert figures(bring(tmp_path, "tasks", text, by=owen)) == (2, 0, 0, 0)
    assert figures(bring(tmp_path, "tasks", f"{text}\nRing;2031-01-04;Load control", by=owen)) == (1, 0, 2, 0)


def test_undoing_leaves_the_task_that_somebody_changed(tmp_path, owen, alice, deal):
    batch = bring(tmp_path, "tasks", TASKS, by=owen)
    edit_task(Task.objects.get(workspace=owen.workspace, external_id="T1"), {"title": "Mine now"}, by=alice)
    assert undo_import(batch, by=owen).state == State.UNDONE
    assert [one.title for one in Task.objects.filter(workspace=owen.workspace)] == ["Mine now"]
    assert not TimelineEntry.objects.filter(workspace=owen.workspace).exists()


def test_notes_stand_where_they_belong_with_their_writer_and_without_tags(tmp_path, owen, alice, deal):
    batch = bring(tmp_path, "notes", NOTES, by=owen)
    assert (figures(batch), batch.reasons) == ((2, 0, 0, 2), {"missing_text": 1, "unknown_person": 1})
    red = EntryPlace.objects.get(workspace=owen.workspace, deal=deal).entry
    assert (red.text, red.by, red.at.day) == ("They want it in red", alice, 6)
    knows = TimelineEntry.objects.get(workspace=owen.workspace, external_id="N2")
    assert knows.facts["mentions"] == {"Alice": alice.pk}
    assert knows.places.filter(company=deal.company).exists()
    assert figures(bring(tmp_path, "notes", NOTES, by=owen)) == (0, 0, 2, 2)


def test_notes_without_number_are_known_by_time_and_words(tmp_path, owen, deal):
    text = "Note,Date,Deal\nWords,2024-05-06 10:00,Load control"
    assert figures(bring(tmp_path, "notes", text, by=owen)) == (1, 0, 0, 0)
    assert figures(bring(tmp_path, "notes", text, by=owen)) == (0, 0, 1, 0)
    assert figures(bring(tmp_path, "notes", text.replace("06", "07"), by=owen)) == (1, 0, 0, 0)


def test_an_update_is_a_correction_that_undo_takes_back(tmp_path, owen, alice, deal):
    bring(tmp_path, "notes", NOTES, by=owen)
    changed = NOTES.replace("knows him", "knows him well")
    batch = bring(tmp_path, "notes", changed, by=owen, duplicates="update")
    versions = TimelineEntry.objects.filter(workspace=owen.workspace, external_id="N2").order_by("pk")
    assert (figures(batch), [one.text for one in versions]) == (
        (0, 1, 1, 2),
        ["@Alice knows him", "@Alice knows him well"],
    )
    undo_import(batch, by=owen)
    assert versions.get().places.filter(person__isnull=False).exists()
    again = bring(tmp_path, "notes", changed, by=owen, duplicates="update")
    correct_entry(versions.last(), by=alice, text="My own words")
    undo_import(again, by=owen)
    assert (versions.last().text, [one.kind for one in kept_records(again)]) == ("My own words", ["timelineentry"])


def test_calls_say_how_they_went_and_when_the_buyer_was_last_spoken_to(tmp_path, owen, bob, deal):
    batch = bring(tmp_path, "calls", CALLS, by=owen)
    assert (figures(batch), batch.reasons) == ((2, 0, 0, 2), {"unknown_choice": 1, "missing_time": 1})
    talked, missed = TimelineEntry.objects.filter(workspace=owen.workspace).order_by("external_id")
    assert talked.facts | {"people": []} == {"direction": "out", "outcome": "reached", "minutes": 25, "people": []}
    assert (missed.facts, missed.by) == ({"direction": "in", "outcome": "voice_mail"}, bob)
    deal.refresh_from_db()
    assert deal.contacted_at == datetime(2024, 5, 6, 10, tzinfo=UTC)
    undo_import(batch, by=owen)
    deal.refresh_from_db()
    assert (deal.contacted_at, TimelineEntry.objects.filter(workspace=owen.workspace).count()) == (None, 0)


def test_people_on_deals_come_with_their_part_and_undo_spares_what_was_changed(tmp_path, owen, deal):
    batch = bring(tmp_path, "stakeholders", PEOPLE, by=owen)
    assert (figures(batch), batch.reasons) == ((1, 0, 0, 1), {"unknown_person": 1})
    one = Stakeholder.objects.get(workspace=owen.workspace)
    assert (one.role, one.influence, one.stance) == ("decides", 3, "for")
    update = bring(tmp_path, "stakeholders", PEOPLE.replace("High", "Low"), by=owen, duplicates="update")
    one.refresh_from_db()
    assert (figures(update), one.influence) == ((0, 1, 0, 1), 1)
    undo_import(update, by=owen)
    one.refresh_from_db()
    assert (one.influence, one.role) == (3, "decides")
    Stakeholder.objects.filter(workspace=owen.workspace).update(role="pays")
    undo_import(batch, by=owen)
    assert Stakeholder.objects.filter(workspace=owen.workspace).exists()


def test_two_deals_of_one_title_are_told_apart_by_company_or_not_at_all(tmp_path, owen, alice, process, deal):
    make_deal(alice, process=process, company=make_company(alice, "Granfors"))
    text = "Note,Date,Deal,Organization\nA,2024-05-06,Load control,Granfors\nB,2024-05-06,Load control,"
    batch = bring(tmp_path, "notes", text, by=owen)
    assert (figures(batch), batch.reasons) == ((1, 0, 0, 1), {"ambiguous_deal": 1})


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("tasks", f"{'x' * 10_000};2031-01-01;"),
        ("tasks", "A;9999-12-31;"),
        ("tasks", "A;0001-01-01;"),
        ("notes", "Words;9999-12-31;Load control"),
        ("notes", f"{'x' * 60_000};2024-01-01;Load control"),
        ("notes", "Words;0001-01-01;Nothing"),
        ("stakeholders", "Load control;anders@ekhamra.se;🙂"),
    ],
)
def test_what_cannot_be_is_a_rejected_row(tmp_path, owen, deal, kind, row):
    head = {"tasks": "Title;Due date;Deal", "notes": "Note;Date;Deal", "stakeholders": "Deal;Email;Role"}
    batch = bring(tmp_path, kind, f"{head[kind]}\n{row}", by=owen, file={"separator": ";"})
    assert figures(batch) == (0, 0, 0, 1)
