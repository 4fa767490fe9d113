"""The tables of the index."""

from django.db import models

from stegvis.core.scoping import WorkspaceOwned

KIND_BITS, RECORD_BITS = 4, 40
KINDS = 1 << KIND_BITS


class SearchRow(WorkspaceOwned):
    """The folded texts of one record. Whether somebody may see it is asked of the record itself, never of a copy.

    The id is made of workspace, kind and the record's own id (`row_id`), so that one kind of one workspace is a range
    of ids in which the newest stands last: SQLite's index (an FTS5 table over `text`) can be walked from its end and
    does not pay for other workspaces. PostgreSQL's is a GIN of `part` and trigrams of `text`.
    """

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # Always given; this kind of field makes it SQLite's own row number.
    id = models.BigAutoField(primary_key=True)
    part = models.IntegerField(help_text="Workspace and kind in one number, as in the id.")
    record_id = models.BigIntegerField()
    name = models.CharField(max_length=150, blank=True, help_text="Folded: what the record is called.")
    text = models.TextField(help_text="Folded: everything it is found by, the name first, with a blank before it.")


class SearchMark(WorkspaceOwned):
    """A record whose texts changed since its row was written. Set by triggers, so no way of writing can forget it.

    Without a constraint: where a workspace goes, its records leave marks behind the mark of the workspace itself.
    """

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.SmallIntegerField()
    record_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "id"], name="core_search_mark_next")]


def part_of(workspace_id: int, kind: int) -> int:
    """The number of one kind in one workspace."""
    return workspace_id << KIND_BITS | kind


def row_id(workspace_id: int, kind: int, record_id: int) -> int:
    """The id of a record's row; 0 as the record is where its kind's range begins."""
    return part_of(workspace_id, kind) << RECORD_BITS | record_id
