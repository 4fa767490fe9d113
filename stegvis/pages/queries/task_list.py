"""The list of tasks, by day; and the tasks of one record."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from stegvis.core.lists.addresses import varied
from stegvis.pages.queries.task_rows import TaskRow, as_rows, rows_for
from stegvis.pages.queries.whose import Whose, whose_day
from stegvis.timeline.models import Task, TaskKind
from stegvis.ui.formats import as_date, date_weekday, relative_day
from stegvis.workspaces.models import Member

PAGE, FEW = 100, 30
OPEN, DONE = "open", "done"
LATER = datetime.date(9999, 12, 31)


@dataclass
class TaskList:
    """A page of tasks in groups of a day each; `after` is the address of the next page, empty on the last."""

    groups: list[tuple[str, bool, list[TaskRow]]]
    whose: Whose
    tabs: list[dict[str, Any]]
    kinds: list[dict[str, Any]]
    after: str
    filtered: bool


def read_tasks(member: Member, params: QueryDict) -> TaskList:
    """The tasks that `params` ask for: `?status=open|done`, `?kind=`, `?due=late|today|week`, `?whose=`, `?after=`."""
    whose = whose_day(member, params)
    status = DONE if params.get("status") == DONE else OPEN
    tasks = Task.objects.visible_to(member, whose.standing_in)
    tasks = _done(tasks, whose) if status == DONE else _open(tasks, whose, params)
    kind = params.get("kind", "")
    if kind in TaskKind.values:
        tasks = tasks.filter(kind=kind)
    rows = as_rows(rows_for(_behind(tasks, status, params.get("after", "")), member)[: PAGE + 1])
    tabs = [_tab(params, "status", key, words, status) for key, words in ((OPEN, _("Open")), (DONE, _("Done")))]
    kinds = [_tab(params, "kind", key, words, kind) for key, words in [("", _("All kinds")), *TaskKind.choices]]
    after = varied(params, {"after": _place(rows[PAGE - 1], status)}) if len(rows) > PAGE else ""
    filtered = bool(kind or params.get("due") or status == DONE)
    return TaskList(_by_day(rows[:PAGE], status, whose.today), whose, tabs, kinds, after, filtered)


def tasks_of_record(member: Member, kind: str, record) -> list[TaskRow]:
    """The open tasks about `record` that `member` sees, next first, and behind them those done last."""
    tasks = Task.objects.visible_to(member).filter(**{kind: record})
    opened = rows_for(tasks.filter(done_at=None).order_by("due_on", "id"), member)
    done = rows_for(tasks.exclude(done_at=None).order_by("-done_at"), member)
    found = as_rows(opened[:FEW])
    return sorted(found, key=lambda row: (row.due_on or LATER, row.id)) + as_rows(done[:3])


def _open(tasks: QuerySet, whose: Whose, params: QueryDict) -> QuerySet:
    tasks = tasks.filter(assignee__in=whose.ids, done_at=None)
    today = whose.today
    until = {"late": today - datetime.timedelta(days=1), "today": today, "week": today + datetime.timedelta(days=7)}
    day = until.get(params.get("due", ""))
    return tasks.filter(due_on__lte=day) if day else tasks


def _done(tasks: QuerySet, whose: Whose) -> QuerySet:
    return tasks.filter(done_by__in=whose.ids, done_at__isnull=False)


def _behind(tasks: QuerySet, status: str, after: str) -> QuerySet:
    """Rows from the place that `after` names; undated ones come last."""
    if status == DONE:
        tasks = tasks.order_by("-done_at", "-id")
        place = _moment(after)
        return tasks.filter(done_at__lt=place) if place else tasks
    tasks = tasks.order_by(F("due_on").asc(nulls_last=True), "id")
    day, _dash, pk = after.rpartition("-")
    if not (pk.isdecimal() and len(pk) < 19):
        return tasks
    if not day:
        return tasks.filter(due_on=None, pk__gt=int(pk))
    try:
        at = datetime.date.fromisoformat(day)
    except ValueError:
        return tasks
    return tasks.filter(Q(due_on__gt=at) | Q(due_on=at, pk__gt=int(pk)) | Q(due_on=None))


def _place(row: TaskRow, status: str) -> str:
    if status == DONE:
        return row.done_at.isoformat() if row.done_at else ""
    return f"{row.due_on.isoformat() if row.due_on else ''}-{row.id}"


def _moment(text: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and 1970 <= found.year < 2200 else None


def _tab(params: QueryDict, name: str, key: str, words, chosen: str) -> dict[str, Any]:
    href = varied(params, {name: key if key not in ("", OPEN) else None, "after": None})
    return {"words": words, "href": href or "?", "current": key == chosen}


def _by_day(rows: list[TaskRow], status: str, today: datetime.date) -> list[tuple[str, bool, list[TaskRow]]]:
    """Groups with their heading, and whether it says that they are late."""
    if status == DONE:
        groups = groupby(rows, key=lambda row: as_date(row.done_at) if row.done_at else today)
        return [(_heading(day, today), False, list(some)) for day, some in groups]
    found = groupby(rows, key=lambda row: _bin(row.due_on, today))
    return [(_said(day, today), day is not None and day < today, list(some)) for day, some in found]


def _bin(day: datetime.date | None, today: datetime.date) -> datetime.date | None:
    """All late ones stand together."""
    return day if day is None or day >= today else datetime.date.min


def _said(day: datetime.date | None, today: datetime.date) -> str:
    if day is None:
        return _("Some day")
    return _("Late") if day < today else _heading(day, today)


def _heading(day: datetime.date, today: datetime.date) -> str:
    near = abs((day - today).days) <= 1
    return relative_day(day).capitalize() if near else date_weekday(day)
