"""The door to tasks."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.timeline.dues import today_of
from stegvis.timeline.models import CalendarFeed, Task
from stegvis.workspaces.doors import LARGEST
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Actor, Automation, colleagues, may, require, scope_of
from stegvis.workspaces.queries.absence import stands_in_for

JOINED = ("deal", "company", "person", "assignee", "assignee__user")


def get_task(member: Member, pk: int, verb: str = "see") -> Task:
    """The task `pk` that `member` may see, with what it is about; Http404, or PermissionDenied if it may not `verb`."""
    others = colleagues(member, scope_of(member, "see"))
    mine = {} if others is None else {"mine": {member.pk, *others, *stands_in_for(member, today_of(member))}}
    rows = SEEN(workspace=member.workspace_id, me=member.pk, pk=pk, **mine) if 0 <= pk <= LARGEST else []
    if not rows:
        raise Http404
    task = joined_instance(Task, JOINED, rows[0])
    require_task(member, verb, task)
    task.workspace = member.workspace
    return task


def _seen(workspace: int, me: int, pk: int, mine: Collection[int] | None = None) -> QuerySet:
    return Task.objects.seen_by(workspace, me, mine).filter(pk=pk).values_list(*joined_columns(Task, JOINED))


SEEN = Written(_seen)


def require_task(by: Actor, verb: str, task: Task) -> None:
    """As `require`, but who stands in for an absent member does its tasks too."""
    if not may_task(by, verb, task):
        require(by, verb, task)


def may_task(by: Actor, verb: str, task: Task) -> bool:
    """Whether `by` may `verb` the task."""
    return may(by, verb, task) or (may(by, verb) and _stands_in(by, task))


def _stands_in(by: Actor, task: Task) -> bool:
    if isinstance(by, Automation) or task.assignee_id in (None, by.pk) or task.workspace_id != by.workspace_id:
        return False
    return task.assignee_id in stands_in_for(by, today_of(by))


def get_feed(token: str) -> CalendarFeed:
    """The calendar feed at this secret address, while its member is one; Http404."""
    if "\x00" in token:
        raise Http404
    everywhere = CalendarFeed.objects.across_workspaces("the secret names the member")
    found = everywhere.filter(token=token, member__active=True, member__user__is_active=True)
    feed = found.select_related("member__user", "workspace").first()
    if feed is None:
        raise Http404
    feed.member.workspace = feed.workspace
    return feed
