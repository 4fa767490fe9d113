"""A whole workspace in one file, as somebody asked for it."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member

KEPT = timedelta(hours=24)


class WorkspaceExport(WorkspaceOwned):
    """Everything of the workspace on its way into a file, which only `by` may fetch, and for a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    path = models.CharField(max_length=100, blank=True, editable=False)
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "by", "-id"], name="transfer_whole_newest")]

    def __str__(self) -> str:
        return f"{self.workspace_id}-{self.pk}"

    @property
    def ends_at(self):
        """When the file goes."""
        return (self.finished_at or self.asked_at) + KEPT

    @property
    def is_there(self) -> bool:
        """Whether the file can be fetched."""
        return self.state == self.State.DONE and timezone.now() < self.ends_at

    @property
    def is_under_way(self) -> bool:
        """Whether it is being made."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
