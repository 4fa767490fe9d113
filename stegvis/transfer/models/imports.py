"""An import: one file that becomes records, and how far it has come."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member


class Kind(models.TextChoices):
    """What the rows of a file are."""

    COMPANIES = "companies", _("Companies")
    PEOPLE = "people", _("People")
    DEALS = "deals", _("Deals")
    STAGE_HISTORY = "stage-history", _("Stage history")
    PRODUCTS = "products", _("Products")
    TASKS = "tasks", _("Tasks")
    NOTES = "notes", _("Notes")
    CALLS = "calls", _("Calls")
    STAKEHOLDERS = "stakeholders", _("People on deals")


class State(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Uploaded")
    READY = "ready", _("Ready")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Import(WorkspaceOwned):
    """One file on its way in. `next_row` and `offset` say where to go on: they are written with what was made.

    `asked` is what the person or script said of the mapping, `mapping` what is done (nothing left open); `baseline`
    holds the largest ids before the import began.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=300)
    path = models.CharField(max_length=200, editable=False)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    understanding = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    baseline = models.JSONField(default=dict)
    process = models.ForeignKey(Process, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    runner = models.CharField(max_length=100, blank=True, help_text="The lease of the process at work.")
    next_row = models.BigIntegerField(default=0)
    offset = models.JSONField(null=True, help_text="A place in the file at or before next_row: row and byte.")
    rows = models.BigIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    reasons = models.JSONField(default=dict, help_text="How many rows were rejected, by code.")
    made = models.JSONField(default=dict, help_text="What was made on the way: companies of deals, members, ...")
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="transfer_import_newest"),
            models.Index(fields=["workspace", "sha256"], name="transfer_import_file"),
        ]

    def __str__(self) -> str:
        return self.name
