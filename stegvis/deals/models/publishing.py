"""What a publication did to deals: which it took along, and which it leaves to their owners."""

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.processes.models import Process, ProcessVersion, Stage
from stegvis.workspaces.models import Member


class TakenAlong(WorkspaceOwned):
    """A deal that went along to `version`, and what it was before: kept while the publication can be taken back."""

    version = models.ForeignKey(ProcessVersion, models.CASCADE, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+", db_index=False, help_text="Where it was.")
    wake_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "stage", "deal"], name="deals_taken_along_once")]


class SplitQuestion(WorkspaceOwned):
    """The deals in `stage`, which was split, stay there until each owner says to which part theirs belongs.

    The parts are known by lineage, so that a question outlives later versions.
    """

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    stage = models.OneToOneField(Stage, models.CASCADE, related_name="+")
    first = models.CharField(max_length=32)
    second = models.CharField(max_length=32)
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]


class SplitStay(WorkspaceOwned):
    """An owner said that this deal ends in the version in which it began."""

    question = models.ForeignKey(SplitQuestion, models.CASCADE, related_name="stays", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "deal"], name="deals_split_stay_once")]
