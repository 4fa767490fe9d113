"""Answering: every answer is a further version, so nothing that was said is lost."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.discovery.models import AnswerState, InterviewAnswer, InterviewLead, Participant
from stegvis.discovery.questions import BY_NUMBER, MOST_WORDS
from stegvis.workspaces.permissions import Actor, Automation

# Autosaving writes a version at every pause; somebody who never stops is stopped here.
MOST_VERSIONS = 300


@transaction.atomic
def answer_question(
    seat: Participant,
    lead: InterviewLead,
    number: int,
    state: str,
    *,
    by: Actor,
    choice: str = "",
    words: str = "",
    known: str = "",
) -> InterviewAnswer:
    """What the one who is asked says to question `number` about `lead`; `known` is what the program showed.

    Raises PermissionDenied for anybody else's seat, and Refused for what cannot be or a closed interview.
    """
    _require_own(seat, by)
    question, words = BY_NUMBER.get(number), words.replace("\x00", "").replace("\r\n", "\n").strip()
    if question is None or not question.applies(lead) or lead.interview_id != seat.interview_id:
        raise Refused(_("There is no such question."))
    if len(words) > MOST_WORDS:
        raise Refused(_("An answer has at most %(number)s letters.") % {"number": MOST_WORDS})
    if seat.interview.closed_at:
        raise Refused(_("This interview is closed. What you said is kept."))
    said = InterviewAnswer(workspace_id=seat.workspace_id, interview=seat.interview, participant=seat, lead=lead)
    said.question, said.choice, said.known = number, choice if choice in question.choices else "", known[:2000]
    said.state, said.words = _state(state, said.choice, words), words if state == AnswerState.SAID else ""
    before = _newest(said)
    if before and (before.state, before.choice, before.words) == (said.state, said.choice, said.words):
        return before
    said.save()
    return said


@transaction.atomic
def finish_answering(seat: Participant, *, by: Actor) -> None:
    """The one who is asked has said what there was to say; answers can still be changed."""
    _require_own(seat, by)
    seat.finished_at = timezone.now()
    seat.save(update_fields=["finished_at"])


def guest(seat: Participant) -> Automation:
    """Who acts when a guest answers: nobody of the workspace."""
    return Automation(f"interview: {seat.name}"[:100], seat.workspace)


def _require_own(seat: Participant, by: Actor) -> None:
    own = seat.member_id is None if isinstance(by, Automation) else seat.member_id == by.pk
    if not own or seat.revoked_at:
        raise PermissionDenied(_("You are not asked in this interview."))


def _state(state: str, choice: str, words: str) -> str:
    if state not in AnswerState.values:
        raise Refused(_("There is no such answer."))
    return AnswerState.CLEARED if state == AnswerState.SAID and not (choice or words) else state


def _newest(said: InterviewAnswer) -> InterviewAnswer | None:
    earlier = InterviewAnswer.objects.filter(
        workspace=said.workspace_id,
        interview=said.interview_id,
        participant=said.participant_id,
        lead=said.lead_id,
        question=said.question,
    )
    if earlier.count() >= MOST_VERSIONS:
        raise Refused(_("This answer was changed too often. What you said before is kept."))
    return earlier.order_by("-id").first()
