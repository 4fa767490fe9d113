"""Records: workspace data that people make, edit, delete and get back."""

from typing import Self

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import ScopedQuerySet, WorkspaceOwned


class RecordQuerySet(ScopedQuerySet):
    """Sets of records; those reached through `objects` are the living ones."""

    def living(self) -> Self:
        """Without what was deleted."""
        return self.filter(deletion=None)

    def deleted(self) -> Self:
        """Only what was deleted and can be restored."""
        return self.exclude(deletion=None)


class LivingManager(models.Manager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """Sees what was not deleted: the default for screens and for related managers."""

    def get_queryset(self):
        return super().get_queryset().filter(deletion=None)


class Record(WorkspaceOwned):
    """Base of what can be deleted with *Undo*: a deletion is a row, and restoring removes the mark."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    # No index: nearly every row has none, and SQLite without statistics would walk it in place of a narrower one.
    deletion = models.ForeignKey(
        "workspaces.Deletion", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    objects = LivingManager()
    with_deleted = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        abstract = True
