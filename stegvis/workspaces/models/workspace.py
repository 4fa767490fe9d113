"""A workspace: one firm's or team's own CRM. Everything else belongs to exactly one."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned


class Workspace(models.Model):
    """Name, address and the customs of a firm: language, base currency, time zone, week."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Use small letters, figures and hyphens."))],
    )
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    colour = models.CharField(max_length=7, blank=True, default="", db_default="")
    currency = models.CharField(_("base currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Stockholm")
    week_start = models.PositiveSmallIntegerField(
        _("week starts on"), choices=[(0, _("Monday")), (6, _("Sunday"))], default=0
    )
    grants = models.JSONField(default=dict, blank=True)
    second_factor = models.BooleanField(_("everybody needs a second factor"), default=False)
    # Which members have a photo, and which version of it: avatars stand in every row, and ask for nothing.
    faces = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Rate(Record):
    """What one unit of a currency was worth in the base currency from a day on."""

    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)
    since = models.DateField(_("since"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "currency", "since"], name="workspaces_rate_once_a_day", condition=Q(deletion=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate.normalize():f}"


class Tag(Record):
    """A word that members put on companies, people and deals."""

    name = models.CharField(_("name"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="workspaces_tag_once", condition=Q(deletion=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class MailSettings(WorkspaceOwned):
    """The SMTP server a workspace sends through; without one, links are shown to copy."""

    host = models.CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(
        _("security"),
        max_length=8,
        choices=[("starttls", "STARTTLS"), ("tls", "TLS"), ("none", _("none"))],
        default="starttls",
    )
    username = models.CharField(_("user name"), max_length=200, blank=True)
    password = models.TextField(_("password"), blank=True)
    sender = models.EmailField(_("sender"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="workspaces_mail_once")]
