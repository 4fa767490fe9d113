"""What members are told about, and what they follow."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models.member import Member


class Following(WorkspaceOwned):
    """A member wants to be told what happens to one record: its model's name and id, whatever app it lives in."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "record_id"], name="workspaces_follow_once")]
        indexes = [
            models.Index(fields=["workspace", "kind", "record_id"], name="workspaces_followers"),
            models.Index(fields=["member", "-id"], name="workspaces_followed"),
        ]


class Notice(WorkspaceOwned):
    """One thing one member is told: what happened (`act`, see `stegvis.workspaces.telling`) to which record, by whom.

    `facts` are the words of its sentence that no other table holds. Kept for a while after it was read.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    act = models.CharField(max_length=40)
    kind = models.CharField(max_length=30, blank=True)
    record_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-id"], name="workspaces_notice_newest"),
            # The bell stands on every page: unread ones are few, and an index of them alone answers it.
            models.Index(fields=["member"], name="workspaces_notice_unread", condition=Q(read_at=None)),
        ]
