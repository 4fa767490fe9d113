"""A whole workspace on its way into an installation that nobody has set up yet."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.models import Workspace


class WorkspaceIntake(models.Model):
    """A file that was uploaded at the first run, and whose account comes with it.

    It belongs to no workspace, as there is none before it has worked. `token` stays in the session of who uploaded it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    token = models.CharField(max_length=64, unique=True, editable=False)
    path = models.CharField(max_length=100, blank=True, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    password = models.CharField(max_length=128, editable=False)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    rows = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has still to say how it went."""
        return self.state in (self.State.WAITING, self.State.RUNNING)
