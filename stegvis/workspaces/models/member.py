"""Who takes part in a workspace, in which role and team."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.core.records import Record
from stegvis.core.scoping import ScopedQuerySet, WorkspaceOwned


class Role(models.TextChoices):
    """What a member is in a workspace; `permissions` says what it may."""

    # Not the one who owns a record: other languages have another word for it.
    OWNER = "owner", pgettext_lazy("role", "Owner")
    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    SELLER = "seller", _("Seller")
    VIEWER = "viewer", _("Viewer")


class MemberQuerySet(ScopedQuerySet):
    """Sets of members."""

    def active(self) -> "MemberQuerySet":
        """Those who can work; imported or departed ones stay as names on history."""
        return self.filter(active=True)


class Member(WorkspaceOwned):
    """A user's place in one workspace, or (without user) a seller known only from imported history."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="members")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SELLER)
    active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    absent_from = models.DateField(_("away from"), null=True, blank=True)
    absent_until = models.DateField(_("away until"), null=True, blank=True)
    substitute = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name=_("substitute"), related_name="+"
    )
    # By which ways which groups of notices arrive, where it is another than usual: {"mentions": ["page", "mail"]}.
    channels = models.JSONField(default=dict, blank=True)
    # How many notices wait: set where the member is found by an address (see the middleware).
    unread = 0
    digest_hour = models.PositiveSmallIntegerField(_("daily mail at"), null=True, blank=True, default=7)

    objects = models.Manager.from_queryset(MemberQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="workspaces_member_once")]
        indexes = [models.Index(fields=["workspace", "name"], name="workspaces_member_name")]

    def __str__(self) -> str:
        return self.name

    def is_absent(self, on: datetime.date) -> bool:
        """Whether the member is away on the day `on`; without a last day it is away until it says otherwise."""
        if self.absent_from is None or on < self.absent_from:
            return False
        return self.absent_until is None or on <= self.absent_until


class Team(Record):
    """Members who share what the scope *team* allows."""

    name = models.CharField(_("name"), max_length=100)
    members = models.ManyToManyField(Member, related_name="teams", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], name="workspaces_team_once", condition=Q(deletion=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


def new_token() -> str:
    """256 random bits for a link, safe in an address."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(ScopedQuerySet):
    """Sets of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(WorkspaceOwned):
    """A link that makes the person behind an e-mail address a member: once, and for two weeks."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.SELLER)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="workspaces_invitation_newest")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
