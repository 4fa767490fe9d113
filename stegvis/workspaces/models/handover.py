"""Giving what a member looked after to others, as one act."""

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models.member import Member


class HandoverState(models.TextChoices):
    """How far a handover is."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class Handover(WorkspaceOwned):
    """What `leaving` looked after goes to `receivers` (ids of members), kind by kind, in the background."""

    leaving = models.ForeignKey(Member, models.CASCADE, related_name="+")
    receivers = models.JSONField()
    kinds = models.JSONField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=HandoverState, default=HandoverState.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="workspaces_handover_newest")]


class HandoverPart(WorkspaceOwned):
    """Records of one kind that one receiver got in one step; what Undo gives back."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=60)
    ids = models.JSONField()
    to = models.ForeignKey(Member, models.CASCADE, related_name="+")
