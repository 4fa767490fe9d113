"""Exports of tasks, notes, calls and people on deals: they come back as they were, and hold only what is seen."""

import csv
import io
from datetime import date, time

import pytest
from django.utils import timezone

from stegvis.deals.operations.stakeholders import add_stakeholder, set_part
from stegvis.testing.builders import make_company, make_deal, make_person, make_workspace
from stegvis.timeline.operations.correcting import correct_entry, withdraw_entry
from stegvis.timeline.operations.finishing import complete_task
from stegvis.timeline.operations.tasks import create_task
from stegvis.timeline.operations.writing import log_call, write_note
from stegvis.transfer.operations.commanding import import_file
from stegvis.transfer.operations.exporting import export_records
from stegvis.workspaces.permissions import Automation

BEFORE = ("companies", "people", "deals")
TALK = ("stakeholders", "tasks", "notes", "calls")


def export(kind: str, by, shape: str = "csv") -> bytes:
    return b"".join(export_records(kind, shape, by=by))


def rows(kind: str, by) -> list[dict[str, str]]:
    found = list(csv.DictReader(io.StringIO(export(kind, by).decode("utf-8-sig"))))
    return sorted(found, key=lambda row: list(row.values()))


@pytest.fixture
def filled(workspace, alice, bob, process):
    company = make_company(alice, "Ekhamra; Söner")
    people = [make_person(alice, name, "Ek", company=company) for name in ("Anna", "Anna", "=Bo")]
    deal = make_deal(alice, "Load; control", process=process, company=company)
    secret = make_deal(bob, "Secret", process=process, private=True)
    for person in people[:2]:
        add_stakeholder(deal, person, by=alice)
    set_part(deal, people[0].pk, by=alice, role="decides", stance="for", influence=3)
    about = {"deal": deal, "company": company}
    create_task("+46 call", by=alice, kind="call", due_on=date(2031, 3, 2), time=time(23, 30), note="=1+1", **about)
    create_task("Each month", by=alice, due_on=date(2031, 1, 31), repeat="monthly", person=people[2], assignee=bob)
    create_task("Buy stamps", by=alice, priority=3)
    create_task("Hidden", by=bob, deal=secret)
    done = create_task("Send it", by=alice, person=people[1], **about)
    complete_task(done, by=alice, note="Sent;\nby post")
    complete_task(create_task("Ring", by=alice, kind="call", **about), by=alice, told="reached", note="He agrees")
    note = write_note(deal, "-first", by=alice, at=timezone.now())
    correct_entry(note, by=alice, text="=second, @Bob\n\n- a\n- b")
    write_note(people[2], "Of a person", by=bob)
    write_note(secret, "Nobody reads this", by=bob)
    withdraw_entry(write_note(company, "Removed", by=alice), by=alice)
    log_call(deal, by=alice, outcome="no_answer", minutes=2, people=people[:2], text="Tried")
    log_call(company, by=bob, direction="in", minutes=None, text="The switchboard")
    return workspace


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_what_was_exported_comes_back_without_loss(tmp_path, filled, shape):
    source = Automation("import", filled)
    target = Automation("import", make_workspace("Other", time_zone=filled.time_zone))
    for kind in (*BEFORE, *TALK):
        path = tmp_path / f"{kind}.{shape}"
        path.write_bytes(export(kind, source, shape))
        asked = {"duplicates": "update"} if kind == "stakeholders" else None
        batch = import_file(path, kind=kind, by=target, asked=asked)
        assert (kind, batch.reasons) == (kind, {})
    for kind in TALK:
        before, after = rows(kind, source), rows(kind, target)
        assert len(before) >= 2
        assert before == after
    for kind in TALK:
        again = import_file(tmp_path / f"{kind}.{shape}", kind=kind, by=target, asked={"duplicates": "update"})
        assert (kind, again.created, again.updated, again.rejected) == (kind, 0, 0, 0)


def test_our_own_export_into_the_same_workspace_changes_nothing(tmp_path, filled):
    by = Automation("import", filled)
    for kind in TALK:
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(export(kind, by))
        batch = import_file(path, kind=kind, by=by, asked={"duplicates": "update"})
        assert (kind, batch.created, batch.updated, batch.rejected) == (kind, 0, 0, 0)


def test_formulas_are_made_harmless_and_what_was_removed_stays_away(filled):
    by = Automation("import", filled)
    assert {"'+46 call"} <= {row["title"] for row in rows("tasks", by)}
    texts = {row["text"] for row in rows("notes", by)}
    assert texts == {"'=second, @Bob\n\n- a\n- b", "Of a person", "Nobody reads this"}


def test_only_what_is_seen_and_may_be_taken_out(filled, alice, mia, charlie):
    assert {row["title"] for row in rows("tasks", alice)} == {"'+46 call", "Buy stamps", "Send it", "Ring"}
    assert "Hidden" not in {row["title"] for row in rows("tasks", mia)}
    assert "Nobody reads this" not in {row["text"] for row in rows("notes", mia)}
    assert len(rows("calls", alice)) == 3
    assert [rows(kind, charlie) for kind in TALK] == [[], [], [], []]


def test_an_export_costs_no_query_for_each_row(filled, alice, process, django_assert_max_num_queries):
    deal = make_deal(alice, "Much talk", process=process)
    for number in range(30):
        log_call(deal, by=alice, text=f"{number}")
        create_task(f"Task {number}", by=alice, deal=deal)
    for kind in TALK:
        with django_assert_max_num_queries(20):
            export(kind, alice)
