"""What was done: deletions that can be undone, changes of fields, and the audit log."""

from django.db import models
from django.utils import timezone

from stegvis.core.append_only import append_only
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models.member import Member


class Deletion(WorkspaceOwned):
    """One act of deleting. The records it took point here; restoring clears their pointer.

    `records` names them the other way round, by model label: restoring does not have to search.
    """

    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=300)
    records = models.JSONField(default=dict)
    # What the trash lists and narrows by: the label of the (first) model, how many, and whether others may know of it.
    kind = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=1)
    private = models.BooleanField(default=False)
    restored_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "at", "id"], name="workspaces_deletion_at")]

    @property
    def owner_id(self) -> int | None:
        """For permissions a deletion belongs to who deleted: colleagues do not take it back for them."""
        return self.by_id


class Undo(WorkspaceOwned):
    """An act that was done, and what it takes to take it back: `before` is for the function registered for `verb`.

    Deletions have a row of their own; this is for everything else. Kept as long as the trash.
    """

    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    what = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "at"], name="workspaces_undo_at")]


@append_only
class FieldChange(WorkspaceOwned):
    """Who changed which fact of a record, from what to what: also how a second editor learns of the first."""

    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_constraint=False)
    automation = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "kind", "record_id", "-id"], name="workspaces_change_of"),
            # Few of many: when it last changed who may see which deal.
            models.Index(
                fields=["workspace", "-id"],
                condition=models.Q(kind="deal", field__in=["named", "owner", "private"]),
                name="workspaces_change_of_sight",
            ),
        ]


@append_only
class AuditEntry(models.Model):
    """Sign-ins, permission changes, exports, deletions. Without workspace where none is known (a failed sign-in)."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    act = models.CharField(max_length=40)
    who = models.CharField(max_length=254)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="workspaces_audit_newest"),
            models.Index(fields=["workspace", "act", "-id"], name="workspaces_audit_of_act"),
        ]
