"""Results of reports in large workspaces."""

from django.db import models
from django.utils import timezone

from stegvis.core.scoping import WorkspaceOwned


class KeptResult(WorkspaceOwned):
    """A report as it was made for one member and one question: `key` is the hash of both, in one language.

    `body` is the report as `keeping` writes it; `last_move` is the newest move that it knows of, `sight` the newest
    changes of who may see which deal.
    """

    report = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    body = models.JSONField()
    last_move = models.BigIntegerField(default=0)
    sight = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="insights_result_once")]
        indexes = [models.Index(fields=["made_at"], name="insights_result_age")]
