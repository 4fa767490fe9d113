"""The secret links to a plan: each for one person, who needs no account."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from stegvis.buyers.models.plan import SharedPlan
from stegvis.core.scoping import WorkspaceOwned
from stegvis.people.models import Person
from stegvis.workspaces.models import Member


class PlanLink(WorkspaceOwned):
    """Whose link it is, and until when it works. Of its token only the SHA-256 is kept: it is shown once.

    `person` is the one whose own link it is, where it is somebody the workspace knows.
    """

    plan = models.ForeignKey(SharedPlan, models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.revoked_at is None and self.expires_at > timezone.now()
