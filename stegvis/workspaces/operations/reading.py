"""Marking notices as read."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stegvis.workspaces.models import Member, Notice

KEEP_READ = timedelta(days=90)
KEEP_ALL = timedelta(days=365)


@transaction.atomic
def read_notice(notice: Notice, *, by: Member) -> Notice:
    """Mark one of the member's own notices as read."""
    if notice.read_at is None:
        _unread(by).filter(pk=notice.pk).update(read_at=timezone.now())
    return notice


@transaction.atomic
def read_all_notices(*, by: Member, up_to: int | None = None) -> int:
    """Mark all notices of `by` as read, up to the one it last saw; returns how many were not."""
    unread = _unread(by)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=timezone.now())


def forget_notices(now: datetime) -> None:
    """Remove what was read three months before `now`, and whatever is older than a year."""
    everywhere = Notice.objects.across_workspaces("housekeeping, the same everywhere")
    everywhere.filter(Q(read_at__lt=now - KEEP_READ) | Q(at__lt=now - KEEP_ALL)).delete()


def _unread(by: Member):
    return Notice.objects.filter(workspace=by.workspace_id, member=by, read_at=None)
