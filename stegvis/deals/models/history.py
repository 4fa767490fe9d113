"""What happened to a deal: its moves, the visits that follow from them, and the evidence."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.append_only import append_only
from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models.deal import Deal
from stegvis.processes.models import ExitCriterion, Stage
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.models import Member


@append_only
class StageMove(WorkspaceOwned):
    """A deal went from a stage to another. `sequence` orders a deal's moves: times may be equal or unknown."""

    # Without a constraint of its own: the deal has it, and imports and moves would check it again for every row.
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    deal = models.ForeignKey(Deal, models.DO_NOTHING, related_name="moves", db_index=False)
    sequence = models.PositiveIntegerField()
    # The move before came to it, which was checked then.
    from_stage = models.ForeignKey(
        Stage, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    to_stage = models.ForeignKey(Stage, models.DO_NOTHING, related_name="+", db_index=False)
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    missing = models.JSONField(default=list, help_text="Texts of the criteria without evidence at that moment.")
    skipped = models.JSONField(default=list, help_text="Ids of the open stages passed over.")
    evidence_unknown = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["deal", "sequence"], name="deals_move_in_order")]
        indexes = [models.Index(fields=["workspace", "-id"], name="deals_move_newest")]


class StageVisit(WorkspaceOwned):
    """A deal's stay in a stage: derived from the moves in the same transaction, made anew by `bin/stegvis rebuild`.

    Nothing of it has a constraint of its own: what it names, the moves and the deal name too, and theirs are checked.
    """

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="visits", db_index=False, db_constraint=False)
    sequence = models.PositiveIntegerField()
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    next_stage = models.ForeignKey(
        Stage, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    seller = models.ForeignKey(
        Member, models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.DecimalField(max_digits=19, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["deal", "sequence"], name="deals_visit_in_order")]
        indexes = [models.Index(fields=["workspace", "stage", "entered_at"], name="deals_visit_of_stage")]


class Evidence(Record):
    """A buyer has shown what an exit criterion asks for: who says so, when, and where it can be seen."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(ExitCriterion, models.PROTECT, related_name="+", db_index=False)
    lineage = models.CharField(max_length=32, help_text="The criterion's, so that evidence outlives versions.")
    note = models.TextField(_("what the buyer said or did"), blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    confirmed_by = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="The buyer who confirmed it, by name."
    )
    entry = models.ForeignKey(
        TimelineEntry, models.SET_NULL, null=True, related_name="+", db_index=False, help_text="Where it was said."
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["entry"], name="deals_evidence_of_entry", condition=Q(entry__isnull=False))]
