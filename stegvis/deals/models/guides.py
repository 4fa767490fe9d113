"""Guides: how to ask, beside what a stage is. And what a process takes along: its questions, its guide, its floor."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.qualifying import Framework
from stegvis.processes.models import Process

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Guide(Record):
    """A way of asking (SPIN, Challenger, …): a ready one (`key`) as the workspace changed it, or its own."""

    key = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    summary = models.TextField(_("summary"), blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["workspace", "name"], name="deals_guide_name")]

    def __str__(self) -> str:
        return self.name


class GuideQuestion(Record):
    """A question for a stage whose buyer has come as far as `phase` (a key of the buyer's default journey)."""

    class Phase(models.TextChoices):
        """How far the buyer has come."""

        NOT_INTERESTED = "not-interested", _("Not interested")
        RESEARCHING = "researching", _("Researching")
        DEFINING = "defining", _("Defining")
        SELECTING = "selecting", _("Selecting")
        NEGOTIATING = "negotiating", _("Negotiating")
        APPROVING = "approving", _("Approving")

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions")
    phase = models.CharField(_("buyer phase"), max_length=20, choices=Phase, default=Phase.RESEARCHING)
    kind = models.CharField(_("kind of question"), max_length=60, blank=True)
    text = models.CharField(_("question"), max_length=500)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class ProcessAid(WorkspaceOwned):
    """What goes along with a process, whichever version a deal runs in. Percentages; None asks for nothing."""

    process = models.OneToOneField(Process, models.CASCADE, related_name="aid")
    framework = models.ForeignKey(
        Framework, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("qualification")
    )
    guide = models.ForeignKey(Guide, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("guide"))
    most_discount = models.DecimalField(
        _("largest discount"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    least_margin = models.DecimalField(
        _("least margin"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
