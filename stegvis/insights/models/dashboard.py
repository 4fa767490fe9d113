"""A member's dashboard: reports with their filters, as cards in an order."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.workspaces.models import Member


class DashboardCard(Record):
    """A report (its name) through filters (what stands behind its question mark), on the dashboard of `owner`."""

    owner = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    report = models.CharField(max_length=30)
    query = models.TextField(blank=True)
    title = models.CharField(_("title"), max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["workspace", "owner", "position", "id"], name="insights_card_of_member")]

    def __str__(self) -> str:
        return self.title

    @property
    def private(self) -> bool:
        """Others may not know of it: what somebody looks at is theirs."""
        return True
