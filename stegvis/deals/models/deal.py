"""A deal: one possible sale, in one stage of one version of one process."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.people.models import Company, Person
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.workspaces.models import Owned, OwnedManager, OwnedQuerySet, Team

FAR_OFF = datetime.date(9999, 12, 31)


class DealQuerySet(OwnedQuerySet):
    """Sets of deals, in the seller's words."""

    def open(self) -> Self:
        """Those that can still be won."""
        return self.filter(status=StageKind.OPEN)

    def stale(self, on: datetime.datetime) -> Self:
        """Open deals that are past their stage's patience at the moment `on`."""
        return self.open().filter(stale_at__lte=on)

    def without_next(self) -> Self:
        """Open deals for which nobody has a task."""
        return self.open().filter(next_task=None)


class DealManager(OwnedManager.from_queryset(DealQuerySet)):  # type: ignore[misc]
    """Living deals."""


class Deal(Owned):
    """`stage` is a copy of the last move's; `status` is that stage's kind; `stale_at` follows from both."""

    # Workspace and process are those of the stage: its constraint keeps them too.
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    process = models.ForeignKey(Process, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=StageKind, default=StageKind.OPEN, editable=False)
    title = models.CharField(_("title"), max_length=300)
    company = models.ForeignKey(
        Company,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deals",
        verbose_name=_("company"),
        db_index=False,
    )
    people = models.ManyToManyField(Person, through="Stakeholder", related_name="deals", blank=True)
    competitors = models.ManyToManyField("Competitor", through="DealCompetitor", related_name="+", blank=True)
    amount = models.DecimalField(_("value"), max_digits=19, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    amount_from_lines = models.BooleanField(_("value follows the products"), default=False)
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    # What lists sort and page by: undated deals last, on both databases alike.
    closing = models.GeneratedField(
        expression=Coalesce("expected_close", models.Value(FAR_OFF), output_field=models.DateField()),
        output_field=models.DateField(),
        db_persist=True,
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    entered_at = models.DateTimeField(_("in the stage since"), null=True, editable=False)
    stale_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    # The last call that reached somebody, or meeting, on the deal's timeline; kept by what writes there.
    contacted_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    wake_on = models.DateField(_("wakes up"), null=True, blank=True)
    # The wake-up date for which it was woken; none again with every new date.
    woken_on = models.DateField(null=True, editable=False)
    # The open task due first: written by a trigger (`next_tasks`), whatever way a task changes.
    next_task = models.ForeignKey(
        "timeline.Task",
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    next_on = models.DateField(_("next task"), null=True, editable=False)
    lost_reason = models.ForeignKey("LostReason", models.SET_NULL, null=True, blank=True, related_name="+")
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="next_deals", db_index=False)
    rank = models.BigIntegerField(default=0, editable=False)
    description = models.TextField(_("description"), blank=True)

    objects = DealManager()
    with_deleted = models.Manager.from_queryset(DealQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["stage", "-rank", "-id"], name="deals_deal_column", condition=Q(deletion=None)),
            models.Index(
                fields=["stage", "owner", "-rank", "-id"], name="deals_deal_own_column", condition=Q(deletion=None)
            ),
            models.Index(
                fields=["workspace", "status", "closing", "id"], name="deals_deal_closing", condition=Q(deletion=None)
            ),
            models.Index(
                fields=["workspace", "owner", "status", "closing", "id"],
                name="deals_deal_own_closing",
                condition=Q(deletion=None),
            ),
            models.Index(
                fields=["workspace", "closing", "id"], name="deals_deal_all_closing", condition=Q(deletion=None)
            ),
            models.Index(
                fields=["workspace", "stage", "closing", "id"], name="deals_deal_by_stage", condition=Q(deletion=None)
            ),
            models.Index(fields=["workspace", "closed_at", "id"], name="deals_deal_closed", condition=Q(deletion=None)),
            models.Index(
                fields=["workspace", "owner", "status", "closing", "id"],
                name="deals_deal_no_next",
                condition=Q(next_task=None, deletion=None),
            ),
            models.Index(
                fields=["workspace", "owner", "status", "-stale_at", "id"],
                name="deals_deal_stale",
                condition=Q(stale_at__isnull=False, deletion=None),
            ),
            models.Index(
                fields=["stage", "-stale_at"],
                name="deals_deal_stale_in_stage",
                condition=Q(stale_at__isnull=False, deletion=None),
            ),
            models.Index(
                fields=["status", "wake_on", "id"],
                name="deals_deal_wake",
                condition=Q(wake_on__isnull=False, woken_on=None, deletion=None),
            ),
            models.Index(fields=["company", "-id"], name="deals_deal_of_company"),
            # Few deals follow another: an index of all would look useless to the planners, this one does not.
            models.Index(fields=["after"], name="deals_deal_following", condition=Q(after__isnull=False)),
            models.Index(fields=["workspace", "-created_at", "-id"], name="deals_deal_newest"),
            models.Index(fields=["workspace", "external_id"], name="deals_deal_external"),
        ]

    def __str__(self) -> str:
        return self.title


class Stakeholder(WorkspaceOwned):
    """A person who takes part in the buyer's decision on a deal: as what, and with which will."""

    class Role(models.TextChoices):
        """What somebody does in the decision."""

        DECIDES = "decides", _("Decides")
        INFLUENCES = "influences", _("Influences")
        USES = "uses", _("Uses")
        PAYS = "pays", _("Pays")
        BLOCKS = "blocks", _("Blocks")
        CHAMPIONS = "champions", _("Champions us")

    class Stance(models.TextChoices):
        """Whether somebody wants us."""

        UNKNOWN = "unknown", _("Stance unknown")
        FOR = "for", _("For us")
        NEUTRAL = "neutral", _("Neutral")
        AGAINST = "against", _("Against us")

    class Influence(models.IntegerChoices):
        """How much somebody's word weighs."""

        LITTLE = 1, _("Little influence")
        SOME = 2, _("Some influence")
        MUCH = 3, _("Much influence")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="stakeholders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True, default="", db_default="")
    stance = models.CharField(
        _("stance"), max_length=10, choices=Stance, default=Stance.UNKNOWN, db_default=Stance.UNKNOWN
    )
    influence = models.PositiveSmallIntegerField(_("influence"), choices=Influence, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["deal", "person"], name="deals_stakeholder_once")]


class LostReason(WorkspaceOwned):
    """Why deals are lost, in the workspace's own words."""

    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField(default=0)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="deals_lost_reason_once")]

    def __str__(self) -> str:
        return self.name
