"""What a calendar reads."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from stegvis.pages.queries.task_rows import as_rows, open_tasks, rows_for
from stegvis.timeline.calendars import Event
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import CalendarFeed
from stegvis.workspaces.models import Member

BACK, AHEAD, MOST = 60, 400, 1000


def feed_of(member: Member) -> CalendarFeed | None:
    """The member's address, if it has one."""
    return CalendarFeed.objects.filter(workspace=member.workspace_id, member=member).first()


def events_of(member: Member, site: str) -> Iterator[Event]:
    """The member's open tasks with a day, from two months back to a year ahead."""
    today = today_of(member)
    begin, end = today - datetime.timedelta(days=BACK), today + datetime.timedelta(days=AHEAD)
    tasks = open_tasks(member.workspace_id, [member.pk]).filter(due_on__gte=begin, due_on__lte=end)
    for row in as_rows(rows_for(tasks.order_by("due_on", "id"), member)[:MOST]):
        link = site + reverse("pages:task", args=[member.workspace.slug, row.id])
        text = "\n".join(part for part in (row.deal, row.company, row.person, row.note) if part)
        if row.due_on:
            yield Event(f"task-{row.id}@{site.split('//')[-1]}", row.title, row.due_on, row.due_at, text, link)
