"""What was read from history, kept with its figures."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member


class HistoryReading(WorkspaceOwned):
    """The steps that deals, or the cases of an event log, really went through: counted once, shown often.

    `result` holds what `discovery.histories` counted: steps with shares and days, ways between them, loops.
    """

    name = models.CharField(_("name"), max_length=200)
    process = models.ForeignKey(Process, models.SET_NULL, null=True, related_name="+")
    result = models.JSONField(default=dict)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["workspace", "-id"], name="discovery_reading_newest")]

    def __str__(self) -> str:
        return self.name
