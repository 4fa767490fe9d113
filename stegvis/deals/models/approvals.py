"""Prices below the floor, and what a manager said to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.workspaces.models import Member


class DiscountApproval(WorkspaceOwned):
    """A seller asked to sell below the floor. `lines` say which products at which price, and hold only for those."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Asked")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="approvals", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    lines = models.JSONField(default=list)
    reason = models.TextField(_("why it should be sold for less"))
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["deal", "-id"], name="deals_approval_of_deal"),
            models.Index(fields=["workspace", "state", "-id"], name="deals_approval_waiting"),
        ]
