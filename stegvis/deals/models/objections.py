"""Objections: what buyers usually say against it, what answers it well, and who said what on a deal."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.deals.models.deal import Deal
from stegvis.people.models import Person
from stegvis.workspaces.models import Member


class Objection(Record):
    """A usual objection, in the workspace's words; `key` names the shipped one it comes from."""

    key = models.CharField(max_length=60, blank=True, editable=False)
    name = models.CharField(_("objection"), max_length=200)
    behind = models.TextField(_("what is often behind it"), blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["workspace", "position"], name="deals_objection_order")]

    def __str__(self) -> str:
        return self.name


class ObjectionAnswer(Record):
    """A good answer to an objection."""

    class Kind(models.TextChoices):
        """What the answer works with."""

        VALUE = "value", _("Value shown")
        COST = "cost", _("Cost of not buying")
        RISK = "risk", _("Risk of not buying")
        PROOF = "proof", _("Proof from others")
        QUESTION = "question", _("A question back")

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="answers")
    kind = models.CharField(_("works with"), max_length=10, choices=Kind, default=Kind.VALUE)
    text = models.TextField(_("answer"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class RaisedObjection(Record):
    """Somebody on a deal has an objection: open until it is answered, with which answer, when and by whom."""

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="objections", db_index=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    objection = models.ForeignKey(
        Objection, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("objection")
    )
    text = models.TextField(_("in their words"), blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    raised_on = models.DateField(_("raised"), default=timezone.localdate)
    raised_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    answer = models.ForeignKey(
        ObjectionAnswer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answer")
    )
    answer_text = models.TextField(_("what we answered"), blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["deal", "id"], name="deals_raised_of_deal"),
            models.Index(fields=["workspace", "objection", "state"], name="deals_raised_by_objection"),
        ]

    def __str__(self) -> str:
        return str(self.objection or _("Objection"))
