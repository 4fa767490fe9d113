"""Stays of large workspaces as columns, so that reports need not read them row by row; and which have changed since."""

from django.db import models

from stegvis.core.scoping import WorkspaceOwned

# The deals whose ids have the same quotient by this number are in one part.
PART = 4096


class StayColumns(WorkspaceOwned):
    """All stays of the deals of one part, derived from the visits: what `queries.columns.packing` writes and reads.

    `worth` holds what is told of values. Whoever makes a part anew raises its `edition`, so that of two the later
    one, who may have read less, gives up.
    """

    part = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)
    ways = models.BinaryField()
    worth = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "part"], name="insights_stay_columns_once")]


class ColumnsKept(WorkspaceOwned):
    """The workspace's stays are kept as columns: from now on changed ones are noted. `complete`: all parts are made."""

    complete = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="insights_columns_kept_once")]


class ChangedStay(WorkspaceOwned):
    """A deal whose stays changed since its part was made: written by a trigger (`changed_stays`)."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    deal = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "deal"], name="insights_changed_stay")]
