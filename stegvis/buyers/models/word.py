"""What was said on a plan, by whom: never changed, so both sides can rely on it."""

from django.db import models
from django.utils import timezone

from stegvis.buyers.models.link import PlanLink
from stegvis.buyers.models.plan import PlanStep, SharedPlan
from stegvis.core.append_only import append_only
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member


@append_only
class PlanWord(WorkspaceOwned):
    """One act on a plan: a tick, a tick taken back, a comment, another day proposed, an answer to that.

    `who` is the name as it was then; behind it stands the `link` of a buyer or the member `by`.
    """

    class Act(models.TextChoices):
        """What was done."""

        TICKED = "ticked"
        UNTICKED = "unticked"
        COMMENTED = "commented"
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    plan = models.ForeignKey(SharedPlan, models.CASCADE, related_name="words")
    step = models.ForeignKey(PlanStep, models.CASCADE, null=True, related_name="words")
    # Not in the database: a link may go with the person it was for, history stays.
    link = models.ForeignKey(PlanLink, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    who = models.CharField(max_length=200)
    act = models.CharField(max_length=10, choices=Act)
    text = models.TextField(blank=True)
    day = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
