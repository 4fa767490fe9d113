"""What is to be won: by all, a team or a member, within a month or a quarter."""

from itertools import product

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, Team

WHOSE = ("whole", "team", "member")


class Length(models.TextChoices):
    """How long the time is for which a target is set."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")


def _once(whose: str, one_process: bool) -> models.UniqueConstraint:
    """Databases take two rows without a team for different ones, so each combination has a constraint of its own."""
    kept = [name for name in ("team", "member") if name == whose] + (["process"] if one_process else [])
    known = {f"{name}__isnull": name not in kept for name in ("team", "member", "process")}
    return models.UniqueConstraint(
        fields=["workspace", "length", "start", *kept],
        condition=Q(**known),
        name=f"insights_target_{whose}" + ("_of_process" if one_process else ""),
    )


class Target(WorkspaceOwned):
    """What a team, a member, or (without either) all are to win in the month or quarter that begins on `start`.

    `value` is in `currency`, the workspace's when it was set; `wins` counts deals. One of the two is there. With a
    `process` it is about its deals only.
    """

    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+", db_index=False)
    process = models.ForeignKey(Process, models.CASCADE, null=True, related_name="+", db_index=False)
    length = models.CharField(max_length=7, choices=Length)
    start = models.DateField()
    value = models.DecimalField(
        _("value"), max_digits=19, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(max_length=3)
    wins = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *(_once(whose, one) for whose, one in product(WHOSE, (False, True))),
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(member__isnull=True), name="insights_target_of_one"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(wins__isnull=False), name="insights_target_says_something"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "start", "id"], name="insights_target_time")]
