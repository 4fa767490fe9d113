"""A plan for both sides of a deal: its steps, and the documents that go with it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models import Deal
from stegvis.timeline.models import StoredFile
from stegvis.workspaces.models import Member


class SharedPlan(WorkspaceOwned):
    """What the buyer reads of a deal: nothing but what stands here. One for each deal."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="plan")
    title = models.CharField(max_length=300)
    greeting = models.TextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, blank=True, default="")
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class PlanStep(Record):
    """What one side does, in the buyer's words. `lineage` names the exit criterion that the buyer's tick proves.

    `done_by` is the name of who ticked it; `proposed_on` is the day the buyer asks for and nobody has answered yet.
    """

    class Side(models.TextChoices):
        """Who does it."""

        OURS = "ours", pgettext_lazy("side", "We")
        THEIRS = "theirs", pgettext_lazy("side", "The buyer")
        BOTH = "both", pgettext_lazy("side", "Both")

    plan = models.ForeignKey(SharedPlan, models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    side = models.CharField(max_length=6, choices=Side, default=Side.THEIRS)
    who = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    lineage = models.CharField(max_length=32, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.CharField(max_length=200, blank=True, editable=False)
    proposed_on = models.DateField(null=True, editable=False)
    proposed_by = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def deal(self) -> Deal:
        """Whose it is: a step of a private deal is private in the trash, too."""
        return self.plan.deal


class PlanDocument(WorkspaceOwned):
    """A file of the deal's timeline that the buyer may open."""

    plan = models.ForeignKey(SharedPlan, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "file"], name="buyers_document_once")]

    def __str__(self) -> str:
        return self.title
