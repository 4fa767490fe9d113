"""What a member has looked at last."""

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models.member import Member


class RecentRecord(WorkspaceOwned):
    """A record that the member opened, with the time it last did; a handful for each."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "record_id"], name="workspaces_recent_record_once")
        ]
        indexes = [models.Index(fields=["member", "-at"], name="workspaces_recent_newest")]
