"""An interview: sixteen questions about a handful of leads, answered by several sellers, each on their own."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.append_only import append_only
from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.deals.models import Deal
from stegvis.workspaces.models import Member


class LeadEnd(models.TextChoices):
    """What became of a lead when the interview began."""

    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    STUCK = "stuck", _("Stuck")
    OPEN = "open", _("Under way")
    PARKED = "parked", _("Parked")


class AnswerState(models.TextChoices):
    """What an answer is worth."""

    SAID = "said"
    RIGHT = "right"
    UNKNOWN = "unknown"
    CLEARED = "cleared"


class Interview(Record):
    """One round of asking. It goes on until somebody closes it."""

    name = models.CharField(_("name"), max_length=200)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["workspace", "-id"], name="discovery_interview_newest")]

    def __str__(self) -> str:
        return self.name


class InterviewLead(WorkspaceOwned):
    """A lead that is talked about. Its title stays when its deal is gone, hidden (`private`) if that was private."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="leads")
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300)
    end = models.CharField(max_length=10, choices=LeadEnd)
    private = models.BooleanField(default=False, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Participant(WorkspaceOwned):
    """Who is asked: a member, or a seller without an account, who holds a secret address until `expires_at`.

    Of the secret only the SHA-256 is kept: it is shown once.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="participants")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - members have none
    expires_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "member"], name="discovery_asked_once", condition=Q(member__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name


@append_only
class InterviewAnswer(WorkspaceOwned):
    """One version of what somebody answered about a lead; the newest one counts.

    `known` is what the program showed when it was answered, so that a confirmed sentence stays what it was.
    """

    interview = models.ForeignKey(Interview, models.DO_NOTHING, related_name="+", db_index=False)
    participant = models.ForeignKey(Participant, models.DO_NOTHING, related_name="+", db_index=False)
    lead = models.ForeignKey(InterviewLead, models.DO_NOTHING, related_name="+", db_index=False)
    question = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AnswerState)
    choice = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    known = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["interview", "participant", "lead", "question", "-id"], name="discovery_answer_newest")
        ]


class ProposalVerdict(WorkspaceOwned):
    """What was decided about one proposed stage, task or criterion; `changes` are the words it got instead."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        DROPPED = "dropped"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="verdicts", db_index=False)
    key = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "key"], name="discovery_verdict_once")]
