"""The secret address at which a calendar reads a member's tasks."""

from django.db import transaction
from django.utils import timezone

from stegvis.timeline.models import CalendarFeed
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.auditing import audit


@transaction.atomic
def open_feed(*, by: Member) -> CalendarFeed:
    """A new address for the tasks of `by`; the one before stops working."""
    close_feed(by=by)
    feed = CalendarFeed.objects.create(workspace=by.workspace, member=by)
    audit("calendar_opened", by=by)
    return feed


@transaction.atomic
def close_feed(*, by: Member) -> None:
    """Take the address back."""
    if CalendarFeed.objects.filter(workspace=by.workspace_id, member=by).delete()[0]:
        audit("calendar_closed", by=by)


def note_reading(feed: CalendarFeed) -> None:
    """A calendar has read it: said in the settings, written at most once an hour."""
    now = timezone.now()
    if feed.read_at is None or (now - feed.read_at).total_seconds() > 3600:
        CalendarFeed.objects.filter(workspace=feed.workspace_id, pk=feed.pk).update(read_at=now)
