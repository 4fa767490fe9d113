"""What people say of a deal's quarter: in, best case or out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models import Deal
from stegvis.workspaces.models import Member


class Call(models.TextChoices):
    """Whether a deal will be won within the quarter."""

    IN = "in", pgettext_lazy("forecast", "In")
    BEST = "best", _("Best case")
    OUT = "out", pgettext_lazy("forecast", "Out")
    NONE = "none", _("Not said")


class ForecastCommitment(WorkspaceOwned):
    """Who said what about a deal and the quarter that begins on `quarter`. The newest counts; earlier ones stay.

    `adjusts`: somebody else than the deal's seller said so, with a note.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="commitments", db_index=False)
    quarter = models.DateField()
    call = models.CharField(_("commitment"), max_length=4, choices=Call)
    adjusts = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["deal", "quarter", "-id"], name="insights_commitment_newest"),
            models.Index(fields=["workspace", "quarter", "id"], name="insights_commitment_quarter"),
        ]
