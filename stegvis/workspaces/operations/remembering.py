"""Keeping what a member opened last."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from stegvis.workspaces.models import Member, RecentRecord

KEPT = 30
PAUSE = timedelta(minutes=1)


@transaction.atomic
def remember_record(kind: str, record_id: int, *, by: Member) -> None:
    """Note that `by` has opened a record; again within a minute nothing is written. Of each member a few are kept."""
    now = timezone.now()
    mine = RecentRecord.objects.filter(workspace=by.workspace_id, member=by)
    seen = mine.filter(kind=kind, record_id=record_id).first()
    if seen is None:
        RecentRecord.objects.bulk_create(
            [RecentRecord(workspace_id=by.workspace_id, member=by, kind=kind, record_id=record_id, at=now)],
            ignore_conflicts=True,
        )
        old = list(mine.order_by("-at", "-id").values_list("pk", flat=True)[KEPT : 2 * KEPT])
        mine.filter(pk__in=old).delete()
    elif seen.at < now - PAUSE:
        mine.filter(pk=seen.pk).update(at=now)
