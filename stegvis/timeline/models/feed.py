"""What reminds a member of tasks outside the program, and which suggestions a deal does not want."""

import secrets

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member


def new_secret() -> str:
    """256 random bits for an address that opens without signing in."""
    return secrets.token_urlsafe(32)


class CalendarFeed(WorkspaceOwned):
    """A secret address at which a calendar reads a member's tasks, until it is taken back."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    token = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member"], name="timeline_feed_once")]


class Digest(WorkspaceOwned):
    """A member's mail about a day, so that it is sent once however many workers there are."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "day"], name="timeline_digest_once")]


class DroppedSuggestion(WorkspaceOwned):
    """A task suggestion that does not suit a deal: not shown there again."""

    deal = models.ForeignKey("deals.Deal", models.CASCADE, related_name="+", db_index=False)
    suggestion = models.CharField(max_length=64)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "suggestion"], name="timeline_dropped_once")]
