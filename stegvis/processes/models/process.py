"""A sales process, its versions and the buyer's journey beside it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member


class Process(Record):
    """How a team sells one kind of thing. Deals run in its versions."""

    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    template = models.CharField(max_length=60, blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    current = models.ForeignKey("ProcessVersion", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["workspace", "position"], name="processes_process_order")]

    def __str__(self) -> str:
        return self.name


class ProcessVersion(WorkspaceOwned):
    """A published structure of a process. Wording may be mended, stages may not come or go."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="processes_version_number")]


class BuyerPhase(WorkspaceOwned):
    """Where the buyer is in its own decision, with what it commits to and decides there."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="buyer_phases")
    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=100)
    summary = models.TextField(_("summary"), blank=True)
    commitments = models.JSONField(default=list, blank=True)
    decisions = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    # Gone from the process, kept for the stages of earlier versions.
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


def new_lineage() -> str:
    """The name by which a stage or criterion is known across versions."""
    return uuid.uuid4().hex
