"""The composer plans tasks, too, and says who does not want to be contacted."""

import datetime

import pytest

from stegvis.people.models import Consent
from stegvis.people.operations.editing import edit_person
from stegvis.testing.builders import make_company, make_deal, make_person
from stegvis.timeline.models import Task

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def deal(alice, process):
    company = make_company(alice)
    return make_deal(alice, process=process, company=company, people=[make_person(alice, company=company)])


def here(record, kind: str = "deal", what: str = "entries") -> str:
    return f"/w/{record.workspace.slug}/timeline/{kind}/{record.pk}/{what}/"


def plan(as_member, member, record, kind: str = "deal", **told):
    return as_member(member).post(here(record, kind), {"kind": "task", **told}, headers=PART)


def test_a_task_has_its_day_kind_and_member(as_member, alice, bob, deal):
    told = {"text": "Send the drawings\nThe red ones", "due_on": "2031-03-02", "task_kind": "mail", "assignee": bob.pk}
    answer = plan(as_member, alice, deal, **told)
    task = Task.objects.get(workspace=alice.workspace)
    assert (answer.status_code, "tasks:changed" in answer.headers["HX-Trigger"]) == (200, True)
    assert (task.title, task.note, task.kind, task.assignee) == ("Send the drawings", "The red ones", "mail", bob)
    assert (task.due_on, task.deal, task.company) == (datetime.date(2031, 3, 2), deal, deal.company)


def test_without_a_day_the_line_may_name_one_on_people_and_companies_too(as_member, alice, deal):
    plan(as_member, alice, deal.company, "company", text="call Anders +3d 14:30")
    plan(as_member, alice, deal.people.get(), "person", text="Buy flowers")
    call, flowers = Task.objects.filter(workspace=alice.workspace).order_by("pk")
    assert (call.title, call.kind, call.company, call.due_at.minute) == ("call Anders", "call", deal.company, 30)
    assert (flowers.title, flowers.due_on, flowers.assignee, flowers.person) == (
        "Buy flowers", None, alice, deal.people.get(),
    )  # fmt: skip


@pytest.mark.parametrize(
    "told", [{"text": ""}, {"text": "A", "due_on": "2031-02-31"}, {"text": "A", "task_kind": "x"}, {"assignee": 2**70}]
)
def test_what_cannot_be_is_said_and_nothing_is_lost(as_member, alice, deal, told):
    answer = plan(as_member, alice, deal, **told)
    assert (answer.status_code, told.get("text", "") in answer.content.decode()) == (422, True)
    assert not Task.objects.filter(workspace=alice.workspace).exists()


def test_viewers_and_strangers_plan_nothing(as_member, vera, charlie, deal):
    assert plan(as_member, vera, deal, text="A").status_code == 403
    assert plan(as_member, charlie, deal, text="A").status_code == 404
    assert as_member(charlie).get(here(deal, what="assignees")).status_code == 404


def test_who_does_not_want_to_be_called_is_said_with_day_and_source(as_member, alice, deal):
    person = deal.people.get()
    page = as_member(alice).get(f"/w/{deal.workspace.slug}/deals/{deal.pk}/").content.decode()
    assert "/wishes/" not in page
    edit_person(person, {"do_not_contact": "phone"}, by=alice)
    Consent.objects.create(
        workspace=alice.workspace, person_id=person.pk, purpose="phone", given=False, source="Letter"
    )
    assert "wishes/" in as_member(alice).get(f"/w/{deal.workspace.slug}/deals/{deal.pk}/").content.decode()
    told = as_member(alice).get(here(deal, what="wishes")).content.decode()
    assert "Anders Ekhamra" in told
    assert "No calls" in told
    assert "by Alice" in told
    assert "Source: Letter." in told
    form = as_member(alice).get(f"/w/{deal.workspace.slug}/tasks/new/?person={person.pk}").content.decode()
    assert "Source: Letter." in form
