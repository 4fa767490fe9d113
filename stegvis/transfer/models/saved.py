"""A mapping somebody gave a name, for the next file of the same kind."""

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned
from stegvis.transfer.models.imports import Kind


class SavedMapping(WorkspaceOwned):
    """What was decided once: `asked` is a mapping's JSON, its columns by the headers of the files it fits."""

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    asked = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "name"], name="transfer_mapping_name"),
        ]

    def __str__(self) -> str:
        return self.name
