"""Tasks: made, changed, put off, given to somebody else."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows, reserve_ids
from stegvis.core.errors import Refused
from stegvis.people.models import Company
from stegvis.timeline.dues import due_at, time_of, zone_for
from stegvis.timeline.models import Repeat, Task, TaskKind
from stegvis.timeline.models.task import LINKS
from stegvis.timeline.task_access import require_task
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.permissions import Actor, may, member_of, require, signed, workspace_of
from stegvis.workspaces.telling import KINDS

MOST_NOTE = 20_000
LONGEST = 300
MONTHLY = {Repeat.MONTHLY, Repeat.QUARTERLY, Repeat.YEARLY}
LAST_DAY = datetime.date(2199, 12, 31)
COLUMNS = (
    "id workspace_id created_at updated_at deletion_id title kind note due_on due_at assignee_id priority repeat "
    "follower_id month_day deal_id company_id person_id entry_id suggestion by_id automation done_at done_by_id "
    "external_id"
).split()


@dataclass(slots=True, kw_only=True)
class PastTask:
    """A task to record as it was elsewhere. `by_id` made it, `month_day` is when in the month a series began."""

    title: str
    kind: str = TaskKind.TO_DO
    note: str = ""
    due_on: datetime.date | None = None
    due_at: datetime.datetime | None = None
    assignee_id: int | None = None
    priority: int = Task.Priority.NORMAL
    repeat: str = ""
    deal_id: int | None = None
    company_id: int | None = None
    person_id: int | None = None
    created_at: datetime.datetime | None = None
    by_id: int | None = None
    month_day: int | None = None
    done_at: datetime.datetime | None = None
    done_by_id: int | None = None
    external_id: str = ""


@transaction.atomic
def create_task(
    title: str,
    *,
    by: Actor,
    due_on: datetime.date | None = None,
    time: datetime.time | None = None,
    assignee: Member | None = None,
    **facts,
) -> Task:
    """A new task, for the member who makes it unless `assignee` is another; `time` is in the assignee's zone.

    `facts` are fields of Task (kind, note, priority, repeat, deal, company, person). Raises PermissionDenied, Refused.
    """
    workspace = workspace_of(by)
    assignee = assignee or member_of(by)
    task = Task(workspace=workspace, title=_fit(title), due_on=due_on, assignee=assignee, **signed(by), **facts)
    require(by, "create", Task(workspace=workspace, assignee=member_of(by)))
    _refuse_what_does_not_fit(task, linked(task), by)
    _refuse_assignee(task, assignee, by)
    task.due_at = due_at(due_on, time, zone_for(assignee, workspace))
    task.month_day = due_on.day if due_on and task.repeat in MONTHLY else None
    task.save()
    _tell(task, by)
    return task


@transaction.atomic
def edit_task(task: Task, changes: Mapping[str, Any], *, by: Actor, seen: Mapping[str, Any] | None = None) -> list[str]:
    """Change facts of `task` and keep who changed what; `time` may be among them, in the assignee's zone.

    Returns the changed fields' names. Raises PermissionDenied, ChangedMeanwhile, Refused.
    """
    require_task(by, "edit", task)
    changes = dict(changes)
    if "title" in changes:
        changes["title"] = _fit(changes["title"])
    assignee = changes.get("assignee", task.assignee)
    if assignee is not None and assignee.pk != task.assignee_id:
        _refuse_assignee(task, assignee, by)
    changes |= _due_changes(task, changes, assignee)
    # What it has been about all along may have become private since.
    named = [changes[name] for name in LINKS if changes.get(name) is not None]
    _refuse_what_does_not_fit(_as_if(task, changes), named, by)
    changed = edit_record(task, changes, by=by, seen=seen, allowed=require_task)
    if "assignee" in changed:
        _tell(task, by)
    return changed


def postpone_task(task: Task, day: datetime.date, *, by: Actor) -> list[str]:
    """Put `task` off to `day`, at the same time of day. Raises PermissionDenied; Refused for one that is done."""
    if task.done_at:
        raise Refused(_("This task is done."))
    return edit_task(task, {"due_on": day}, by=by)


def reassign_task(task: Task, to: Member, *, by: Actor) -> list[str]:
    """Give `task` to another member; its time of day is then that in the other's zone. Raises as `edit_task`."""
    return edit_task(task, {"assignee": to}, by=by)


@transaction.atomic(savepoint=False)
def record_tasks(tasks: Sequence[PastTask], *, by: Actor) -> list[int]:
    """Write many tasks as they were: imports and the demo. Returns their ids in order.

    The caller has checked whose records they name. Raises PermissionDenied.
    """
    require(by, "create")
    ids = list(reserve_ids(Task, len(tasks)))
    now = timezone.now()
    rows = (_row(pk, one, by, now) for pk, one in zip(ids, tasks, strict=True))
    insert_rows(Task, COLUMNS, rows)
    return ids


def _row(pk: int, task: PastTask, by: Actor, now: datetime.datetime) -> tuple:
    month_day = (task.month_day or task.due_on.day) if task.due_on and task.repeat in MONTHLY else None
    mark = {"by": task.by_id, "automation": ""} if task.by_id else _mark(by)
    return (
        *(pk, by.workspace.pk, _moment(task.created_at or now), _moment(now), None, _fit(task.title), task.kind),
        *(task.note, task.due_on, _moment(task.due_at), task.assignee_id, task.priority, task.repeat, None, month_day),
        *(task.deal_id, task.company_id, task.person_id, None, "", mark["by"], mark["automation"]),
        *(_moment(task.done_at), task.done_by_id, task.external_id),
    )


def _mark(by: Actor) -> dict[str, Any]:
    member = member_of(by)
    return {"by": member.pk if member else None, "automation": signed(by)["automation"]}


def _moment(value: datetime.datetime | None):
    from django.db import connection

    return value and connection.ops.adapt_datetimefield_value(value)


def _tell(task: Task, by: Actor) -> None:
    """Who gets a task from somebody else hears of it."""
    if task.assignee and task.assignee != member_of(by) and "task" in KINDS:
        notify([task.assignee], "task_given", task, by=by)


def _fit(title: str) -> str:
    """A title that can be kept; Refused for none."""
    title = " ".join(str(title).replace("\x00", "").split())[:LONGEST]
    if not title:
        raise Refused(_("Say what is to be done."))
    return title


def _refuse_what_does_not_fit(task: Task, about: Sequence[Owned], by: Actor) -> None:
    if task.due_on and not datetime.date(1970, 1, 1) <= task.due_on <= LAST_DAY:
        raise Refused(_("This day is too far away."))
    if task.repeat and not task.due_on:
        raise Refused(_("A task that repeats needs a day."))
    if len(task.note) > MOST_NOTE:
        raise Refused(_("A note has at most %(number)s letters.") % {"number": MOST_NOTE})
    for record in about:
        if not may(by, "see", record):
            raise Refused(_("This belongs to another workspace."))


def company_for(deal, *, by: Actor) -> Company | None:
    """The company that a task about `deal` is about, too: none where `by` may not know of it."""
    return deal.company if deal.company is not None and may(by, "see", deal.company) else None


def linked(task: Task) -> list[Owned]:
    """What the task is about: deal, person, company, as far as it has any."""
    return [record for record in (task.deal, task.person, task.company) if record is not None]


def _refuse_assignee(task: Task, assignee: Member | None, by: Actor) -> None:
    """A task goes to an active member of the workspace who may know what it is about."""
    if assignee is None:
        return
    if assignee.workspace_id != workspace_of(by).pk or not assignee.active:
        raise Refused(_("Choose an active member."))
    assignee.workspace = workspace_of(by)
    me = member_of(by)
    if me is not None and assignee.pk != me.pk:
        require(by, "reassign", Task(workspace=task.workspace, assignee=me))
    for record in linked(task):
        if not may(assignee, "see", record):
            raise Refused(_("%(name)s may not see “%(record)s”.") % {"name": assignee.name, "record": record})


def _due_changes(task: Task, changes: dict[str, Any], assignee: Member | None) -> dict[str, Any]:
    """What follows for day and moment from a change of day, time or assignee."""
    time_known = "time" in changes
    time = changes.pop("time", None)
    if not (time_known or {"due_on", "assignee", "repeat"} & changes.keys()):
        return {}
    day = changes.get("due_on", task.due_on)
    if not time_known:
        time = time_of(task.due_at, zone_for(task.assignee, task.workspace))
    repeats = changes.get("repeat", task.repeat) in MONTHLY
    moved = "due_on" in changes and changes["due_on"] != task.due_on
    kept_day = task.month_day if task.month_day and not moved else day and day.day
    found = {"due_at": due_at(day, time, zone_for(assignee, task.workspace))}
    return found | ({"month_day": kept_day if repeats else None} if repeats or task.month_day else {})


def _as_if(task: Task, changes: Mapping[str, Any]) -> Task:
    """An unsaved copy with the changes, to be judged."""
    copy = Task(workspace=task.workspace)
    for field in Task._meta.concrete_fields:
        setattr(copy, field.attname, getattr(task, field.attname))
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy
