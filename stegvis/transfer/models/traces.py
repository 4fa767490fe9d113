"""What an import left: the records it made or changed, and the rows it did not take."""

from django.db import models

from stegvis.core.scoping import WorkspaceOwned
from stegvis.transfer.models.imports import Import


class Act(models.TextChoices):
    """What an import did to a record, and what its undo made of that."""

    CREATED = "created"
    UPDATED = "updated"
    REMOVED = "removed"
    RESTORED = "restored"
    KEPT = "kept"


class ImportedRecord(WorkspaceOwned):
    """A record made or changed by a row. `before` holds the old values of changed fields; `at` is the record's own
    `updated_at` after the import, so a later one tells that people have worked on it since."""

    # Without a constraint of its own: the import has it, and it would be checked again for every row.
    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # Nor has this one: only the import itself writes them, in a transaction that holds its row.
    of_import = models.ForeignKey(Import, models.CASCADE, related_name="records", db_index=False, db_constraint=False)
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    row = models.BigIntegerField(null=True)
    act = models.CharField(max_length=8, choices=Act)
    before = models.JSONField(null=True)
    at = models.DateTimeField()
    parent = models.CharField(max_length=300, blank=True, help_text="The company it belongs to, looked up at the end.")

    class Meta:
        indexes = [models.Index(fields=["of_import", "kind", "act", "id"], name="transfer_record_of_import")]


class RejectedRow(WorkspaceOwned):
    """A row that was not taken, as it stood in the file, with the reason."""

    of_import = models.ForeignKey(Import, models.CASCADE, related_name="rejected_rows", db_index=False)
    row = models.BigIntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=300, blank=True)
    value = models.TextField(blank=True)
    cells = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["of_import", "row"], name="transfer_rejected_of_import")]
