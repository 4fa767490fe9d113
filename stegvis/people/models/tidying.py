"""What keeps companies and people tidy: keys by which alike ones are found, pairs that look alike, and merges."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Deletion, Member


class RecordKind(models.TextChoices):
    """Which records can be alike: the models' names."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")


class MatchKey(WorkspaceOwned):
    """A piece of a record's name: records that share one are compared, all others never are."""

    kind = models.CharField(max_length=10, choices=RecordKind)
    record_id = models.BigIntegerField()
    key = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "kind", "key", "record_id"], name="people_match_key"),
            models.Index(fields=["workspace", "kind", "record_id"], name="people_match_of"),
        ]


class DuplicatePair(WorkspaceOwned):
    """Two records that look like one. `why` lists the reasons (domain, number, email, phone, name), best first."""

    class State(models.TextChoices):
        OPEN = "open", _("To look at")
        DIFFERENT = "different", _("Not a duplicate")
        MERGED = "merged", _("Merged")

    kind = models.CharField(max_length=10, choices=RecordKind)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "first_id", "second_id"], name="people_pair_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "state", "-score", "id"], name="people_pair_to_look_at"),
            models.Index(fields=["workspace", "kind", "second_id"], name="people_pair_of_second"),
        ]


class DuplicateScan(WorkspaceOwned):
    """How far a workspace has been looked through: the newest record, and the newest change of one, seen so far."""

    kind = models.CharField(max_length=10, choices=RecordKind)
    last_record = models.BigIntegerField(default=0)
    last_change = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="people_scan_once")]


class Merge(WorkspaceOwned):
    """Two records became one. `journal` says what was done, step by step, so that it can be taken back exactly."""

    kind = models.CharField(max_length=10, choices=RecordKind)
    keep_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    deletion = models.ForeignKey(Deletion, models.SET_NULL, null=True, related_name="+")
    journal = models.JSONField(default=list)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "kind", "keep_id"], name="people_merge_into")]

    @property
    def owner_id(self) -> int | None:
        """For permissions a merge belongs to who made it."""
        return self.by_id


class MergedRecord(WorkspaceOwned):
    """A record that went into another: its old address leads there, and an import that names it finds the other."""

    kind = models.CharField(max_length=10, choices=RecordKind)
    record_id = models.BigIntegerField()
    into_id = models.BigIntegerField()
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField(max_length=50, blank=True)
    name_key = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "record_id"], name="people_merged_once")]
        indexes = [
            models.Index(fields=["workspace", "kind", "into_id"], name="people_merged_into"),
            models.Index(
                fields=["workspace", "kind", "external_id"],
                name="people_merged_external",
                condition=~models.Q(external_id=""),
            ),
            models.Index(
                fields=["workspace", "kind", "registration_number"],
                name="people_merged_number",
                condition=~models.Q(registration_number=""),
            ),
            models.Index(fields=["workspace", "kind", "name_key"], name="people_merged_name"),
        ]
