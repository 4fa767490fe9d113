"""Strategy first: to whom we sell what; and the advice that was taken on it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member


class TargetGroup(Record):
    """Buyers who are alike enough to be sold to in one way."""

    name = models.CharField(_("name"), max_length=200)
    who = models.TextField(_("who they are"), blank=True)
    need = models.TextField(_("what they need"), blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["workspace", "id"], name="discovery_target_group_order")]

    def __str__(self) -> str:
        return self.name


class Offer(Record):
    """Something that is sold, as the buyer would name it, and to which target groups."""

    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("what the buyer gets"), blank=True)
    groups = models.ManyToManyField(TargetGroup, related_name="offers", blank=True, verbose_name=_("target groups"))

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["workspace", "id"], name="discovery_offer_order")]

    def __str__(self) -> str:
        return self.name


class Advice(WorkspaceOwned):
    """The answers to the advisor's questions. What they recommend follows from them by the rules in force."""

    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("offer"))
    group = models.ForeignKey(
        TargetGroup, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("target group")
    )
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["workspace", "-id"], name="discovery_advice_newest")]
