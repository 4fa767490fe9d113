"""Qualifying: which questions a deal should have answers to, and what is known so far."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.people.models import Person
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.models import Member

WEIGHT = [MinValueValidator(1), MaxValueValidator(5)]


class Framework(Record):
    """A set of questions by which deals are qualified: a ready one (`key`) as the workspace changed it, or its own."""

    key = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    summary = models.TextField(_("summary"), blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["workspace", "name"], name="deals_framework_name")]

    def __str__(self) -> str:
        return self.name


class FrameworkQuestion(Record):
    """One thing to find out. `weight` (1 to 5) is how much its answer counts in the score."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="questions")
    title = models.CharField(_("title"), max_length=100)
    text = models.CharField(_("question"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=3, validators=WEIGHT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Qualification(WorkspaceOwned):
    """With which questions a deal is qualified, and the score that follows from the answers (0 to 100)."""

    deal = models.OneToOneField(Deal, models.CASCADE, related_name="qualification")
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(default=0, editable=False)


class QualificationAnswer(WorkspaceOwned):
    """What somebody found out. A better answer is a new row: a question's newest counts, the others are history."""

    class Confidence(models.IntegerChoices):
        """How sure we are; the number is how many thirds of the weight it brings."""

        UNKNOWN = 0, _("Not known")
        GUESS = 1, _("We guess")
        SAID = 2, _("The buyer said so")
        PROVED = 3, _("We have seen it")

    class Speaks(models.TextChoices):
        """Whether what we know is good for the deal."""

        FOR = "for", _("Speaks for the deal")
        AGAINST = "against", _("Speaks against it")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(FrameworkQuestion, models.CASCADE, related_name="+")
    text = models.TextField(_("answer"), blank=True)
    confidence = models.PositiveSmallIntegerField(_("how sure"), choices=Confidence, default=Confidence.GUESS)
    speaks = models.CharField(_("what it means"), max_length=7, choices=Speaks, default=Speaks.FOR)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    entry = models.ForeignKey(TimelineEntry, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    source = models.CharField(_("where we know it from"), max_length=300, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["deal", "-id"], name="deals_answer_of_deal")]
