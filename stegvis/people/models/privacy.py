"""Privacy: why we may keep what we know of a person, what they agreed to, and who was erased."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.append_only import append_only
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member


class LegalBasis(models.TextChoices):
    """Why we may keep what we know of somebody: article 6 of the General Data Protection Regulation."""

    CONSENT = "consent", _("Consent")
    INTEREST = "interest", _("Legitimate interest")
    CONTRACT = "contract", _("Contract")
    OBLIGATION = "obligation", _("Legal obligation")


class NoContact(models.TextChoices):
    """How somebody is not to be contacted."""

    EMAIL = "email", _("No e-mail")
    PHONE = "phone", _("No calls")
    ALL = "all", _("No contact at all")


class Purpose(models.TextChoices):
    """What somebody agrees to."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Calls")
    NEWSLETTER = "newsletter", _("Newsletter")
    EVENTS = "events", _("Invitations to events")
    OTHER = "other", _("Something else")


def today() -> datetime.date:
    """The day it is for the server."""
    return timezone.localdate()


@append_only
class Consent(WorkspaceOwned):
    """A person gave or withdrew a consent. The newest one of a purpose counts; none is ever changed.

    `person_id` is the person it was given to us for: one that was merged is found through MergedRecord.
    """

    person_id = models.BigIntegerField()
    purpose = models.CharField(_("for what"), max_length=12, choices=Purpose)
    given = models.BooleanField(_("given"), default=True)
    on = models.DateField(_("on"), default=today)
    source = models.CharField(_("how we know"), max_length=200, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False)
    automation = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["workspace", "person_id", "-id"], name="people_consent_of")]


class PrivacySettings(WorkspaceOwned):
    """What a workspace has decided: the basis of new people, and after how many silent months people show up."""

    basis = models.CharField(_("legal basis of new people"), max_length=10, choices=LegalBasis, blank=True)
    months = models.PositiveSmallIntegerField(_("months without contact"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="people_privacy_once")]


class Erasure(WorkspaceOwned):
    """A person was erased. `words` are what is looked for in the rest of the workspace; they go when all is done."""

    person_id = models.BigIntegerField()
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    words = models.JSONField(default=list)
    place = models.JSONField(default=dict, help_text="How far the search for traces has come.")
    removed = models.JSONField(default=dict, help_text="How many rows of which kind were removed or blackened.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="people_erasure_newest")]
