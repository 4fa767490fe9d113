"""The stages of a process version, and what belongs to each."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.processes.models.process import BuyerPhase, Process, ProcessVersion, new_lineage

STALE_FACTOR = Decimal("1.5")
SILENCE_DAYS = 21


class StageKind(models.TextChoices):
    """What being in a stage means for a deal. Never inferred from its probability."""

    OPEN = "open", _("Open")
    PARKED = "parked", _("Parked")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    AFTER_WON = "after_won", _("After won")
    AFTER_LOST = "after_lost", _("After lost")


class Stage(WorkspaceOwned):
    """One step of the stair. `lineage` is the same in every version it lives on in."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(ProcessVersion, models.CASCADE, related_name="stages")
    lineage = models.CharField(max_length=32, default=new_lineage, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=StageKind, default=StageKind.OPEN)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    buyer_phase = models.ForeignKey(
        BuyerPhase, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("buyer phase")
    )
    expected_days = models.PositiveIntegerField(_("expected days"), null=True, blank=True)
    silence_days = models.PositiveIntegerField(_("days of silence"), null=True, blank=True, default=SILENCE_DAYS)
    probability = models.PositiveSmallIntegerField(
        _("probability"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["process", "lineage"], name="processes_stage_lineage")]

    def __str__(self) -> str:
        return self.name

    @property
    def stale_after(self) -> Decimal | None:
        """Days in this stage after which a deal is stale: 1.5 times the expected; None where nothing is expected."""
        return STALE_FACTOR * self.expected_days if self.expected_days else None


class ExitCriterion(WorkspaceOwned):
    """Evidence from the buyer that lets a deal leave a stage; hard ones stop it."""

    class EvidenceKind(models.TextChoices):
        TICK = "tick", _("Tick")
        MAIL = "mail", _("Mail")
        MEETING = "meeting", _("Meeting")
        DOCUMENT = "document", _("Document")
        FIELD = "field", _("Field")
        BUYER = "buyer", _("Confirmed by the buyer")

    # The seller's own word for it, and a field that the seller filled in, say little of the buyer.
    OURS = (EvidenceKind.TICK, EvidenceKind.FIELD)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="exit_criteria")
    lineage = models.CharField(max_length=32, default=new_lineage, editable=False)
    text = models.CharField(_("criterion"), max_length=500)
    buyer_text = models.CharField(_("in the buyer's words"), max_length=500, blank=True, default="", db_default="")
    hard = models.BooleanField(_("hard"), default=False)
    evidence_kind = models.CharField(_("evidence"), max_length=10, choices=EvidenceKind, default=EvidenceKind.TICK)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_from_buyer(self) -> bool:
        """Whether the buyer shows it, and not only the seller says so."""
        return self.evidence_kind not in self.OURS


class TaskTemplate(WorkspaceOwned):
    """A task that usually helps in a stage: a suggestion, never a duty."""

    class TaskKind(models.TextChoices):
        CALL = "call", _("Call")
        MAIL = "mail", _("Mail")
        MEETING = "meeting", _("Meeting")
        TO_DO = "to_do", _("To do")
        RESEARCH = "research", _("Research")
        DOCUMENT = "document", _("Document")

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="task_templates")
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind, default=TaskKind.TO_DO)
    due_days = models.PositiveIntegerField(_("due after days"), null=True, blank=True)
    role = models.CharField(_("who does it"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Branch(WorkspaceOwned):
    """Where else a deal may go from a stage, and when: "no budget now" to the fridge, to wake after 90 days."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="branches")
    text = models.CharField(_("when"), max_length=300)
    to = models.ForeignKey(Stage, models.CASCADE, related_name="+", verbose_name=_("goes to"))
    wake_days = models.PositiveIntegerField(_("wakes after days"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class StageMapping(WorkspaceOwned):
    """What became of a stage when a version was published: where its deals went. Not a move.

    Where `moves` is false its deals stayed, and finish in the version they began in.
    """

    version = models.ForeignKey(ProcessVersion, models.CASCADE, related_name="mappings")
    before = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    after = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    moves = models.BooleanField(default=True)
