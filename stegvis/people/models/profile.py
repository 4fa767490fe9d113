"""The ideal customer: what a company looks like to whom we sell best."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import CustomField


class IdealProfile(Record):
    """A kind of company that we want; `research` are the headings of notes before the first contact."""

    name = models.CharField(_("name"), max_length=100)
    summary = models.TextField(_("need"), blank=True)
    research = models.TextField(_("what to find out before the first contact"), blank=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["workspace", "name"], name="people_profile_name")]

    def __str__(self) -> str:
        return self.name


class ProfileCriterion(WorkspaceOwned):
    """One thing that makes a company fit: one of `values`, or a figure from `least` to `most`, weighing 1 to 5."""

    class Kind(models.TextChoices):
        """What is looked at."""

        INDUSTRY = "industry", _("Industry")
        COUNTRY = "country", _("Country")
        CITY = "city", _("Place")
        EMPLOYEES = "employees", _("Employees")
        REVENUE = "revenue", _("Yearly revenue")
        TAG = "tag", _("Tag")
        OWN = "own", _("Own field")
        ROLE = "role", _("Somebody's job title")

    profile = models.ForeignKey(IdealProfile, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("what counts"), max_length=10, choices=Kind)
    field = models.ForeignKey(CustomField, models.CASCADE, null=True, blank=True, related_name="+")
    values = models.JSONField(default=list, blank=True)
    least = models.DecimalField(_("from"), max_digits=19, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("to"), max_digits=19, decimal_places=2, null=True, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class FitMark(WorkspaceOwned):
    """A company has changed, so its fit is reckoned anew. Written by triggers, taken by the worker."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.SmallIntegerField()
    record_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "id"], name="people_fitmark_of_workspace")]
