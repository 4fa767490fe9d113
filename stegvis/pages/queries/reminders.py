"""Tasks with an hour that has come."""

import datetime

from django.db.models import Q, QuerySet

from stegvis.core.written import Written
from stegvis.timeline.models import Task
from stegvis.workspaces.models import Member

AHEAD, BEHIND = datetime.timedelta(minutes=5), datetime.timedelta(minutes=30)
MOST = 10


def due_soon(member: Member, now: datetime.datetime) -> list[tuple]:
    """Id, title and moment of the member's open tasks that are due within minutes or were just now."""
    since, until = now - BEHIND, now + AHEAD
    days = {"first": (since - datetime.timedelta(days=1)).date(), "last": (until + datetime.timedelta(days=1)).date()}
    return DUE(workspace=member.workspace_id, member=member.pk, since=since, until=until, **days)


def _due(
    workspace: int,
    member: int,
    since: datetime.datetime,
    until: datetime.datetime,
    first: datetime.date,
    last: datetime.date,
) -> QuerySet:
    """The days pin the index, which knows no hours."""
    tasks = Task.objects.filter(workspace=workspace, assignee=member, done_at=None)
    tasks = tasks.filter(Q(deal=None) | Q(deal__deletion=None), due_on__gte=first, due_on__lte=last)
    within = tasks.filter(due_at__gte=since, due_at__lte=until)
    return within.order_by("due_at", "id").values_list("id", "title", "due_at")[:MOST]


DUE = Written(_due)
