"""A process while somebody thinks about it: its draft, and the steps that can be taken back."""

from django.db import models

from stegvis.core.scoping import WorkspaceOwned
from stegvis.processes.models.process import Process, ProcessVersion
from stegvis.workspaces.models import Member


class ProcessDraft(WorkspaceOwned):
    """The draft of a process, one for all who edit it. Deals know nothing of it until it is published.

    `body` is described in `processes.bodies`. `revision` rises with every change of it.
    """

    process = models.OneToOneField(Process, models.CASCADE, related_name="draft")
    based_on = models.ForeignKey(ProcessVersion, models.SET_NULL, null=True, related_name="+")
    body = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")


class DraftStep(WorkspaceOwned):
    """One change of a draft. `body` is the other side of it: how the draft was; while it is undone, how it became."""

    draft = models.ForeignKey(ProcessDraft, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveIntegerField()
    sentence = models.CharField(max_length=300)
    # The stage it concerned, by its key in the body; empty for the process as a whole.
    place = models.CharField(max_length=40, blank=True)
    body = models.JSONField()
    undone = models.BooleanField(default=False)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="processes_draft_step")]
