"""A task out of what somebody wrote on a timeline."""

from collections.abc import Mapping
from typing import Any

from stegvis.people.models import Company
from stegvis.timeline.dues import today_of
from stegvis.timeline.homes import kind_of
from stegvis.timeline.models import Task, TaskKind
from stegvis.timeline.operations.tasks import LONGEST, company_for, create_task
from stegvis.timeline.wording import read_line
from stegvis.workspaces.access import get_member
from stegvis.workspaces.models import Member, Owned


def plan_task(on: Owned, told: Mapping[str, Any], *, by: Member) -> Task:
    """A task about `on`: the first line of `told["text"]` is its title, the others are its note.

    `due_on`, `task_kind` and `assignee` (a member's id) may be told besides; without a day the line may name one.
    Raises PermissionDenied, Refused, Http404 for a stranger.
    """
    line, _break, note = told["text"].partition("\n")
    facts: dict[str, Any] = {"kind": told.get("task_kind") or TaskKind.TO_DO, "due_on": told.get("due_on")}
    if not facts["due_on"]:
        read = read_line(line[:LONGEST], today_of(by))
        line, facts["due_on"], facts["time"] = read.title, read.day, read.time
        facts["kind"] = read.kind if facts["kind"] == TaskKind.TO_DO else facts["kind"]
    elif len(line) > LONGEST:
        note = told["text"]
    assignee = get_member(by, told["assignee"]) if told.get("assignee") else by
    return create_task(line, by=by, assignee=assignee, note=note.strip(), **facts, **_about(on, by))


def _about(on: Owned, by: Member) -> dict[str, Any]:
    company: Company | None = company_for(on, by=by) if kind_of(on) == "deal" else None
    return {kind_of(on): on} | ({"company": company} if company else {})
