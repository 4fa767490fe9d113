"""Competitors: against whom one sells, and who of them is in play on a deal."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.workspaces.models import Member


class Competitor(Record):
    """Somebody else who sells what we sell; `name_key` is the folded name, by which no two are the same."""

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=400, editable=False)
    website = models.URLField(_("website"), max_length=500, blank=True)
    note = models.TextField(_("strengths, weaknesses, how to win against them"), blank=True)

    class Meta:
        ordering = ["name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name_key"], name="deals_competitor_once", condition=Q(deletion=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class DealCompetitor(WorkspaceOwned):
    """A competitor who is in play on a deal.

    `won` says that the deal was lost to it. It counts while the deal is lost: who reopens a deal and takes that back
    finds what stood there.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="rivals", db_index=False)
    competitor = models.ForeignKey(Competitor, models.CASCADE, related_name="+", db_index=False)
    won = models.BooleanField(_("won the deal"), default=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["deal", "competitor"], name="deals_rival_once")]
        indexes = [models.Index(fields=["competitor", "deal"], name="deals_rival_of_competitor")]
