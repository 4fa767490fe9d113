"""Finding out whether a deal deserves the time: answers, the score that follows, and saying no early."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import (
    Deal,
    Framework,
    FrameworkQuestion,
    LostReason,
    Qualification,
    QualificationAnswer,
    StageMove,
)
from stegvis.deals.operations.moving import lose_deal, park_deal
from stegvis.deals.queries.qualifying import framework_of, questions_of, read_answers, score_of
from stegvis.people.models import Person
from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, require, signed

MOST_ANSWERS = 500


@transaction.atomic
def choose_framework(deal: Deal, framework: Framework, *, by: Actor) -> Qualification:
    """Qualify `deal` with the questions of `framework`; answers to others are kept. Raises PermissionDenied."""
    refresh(deal)
    require(by, "edit", deal)
    before = framework_of(deal)
    kept, _made = Qualification.objects.update_or_create(
        workspace_id=deal.workspace_id, deal=deal, defaults={"framework": framework}
    )
    keep_score(deal)
    if before is None or before.pk != framework.pk:
        record_changes(deal, {"framework": before.name if before else ""}, {"framework": framework.name}, by=by)
    return kept


@transaction.atomic
def answer_question(
    deal: Deal,
    question: FrameworkQuestion,
    *,
    by: Actor,
    text: str,
    confidence: int,
    speaks: str = QualificationAnswer.Speaks.FOR,
    source: str = "",
    origin: Person | TimelineEntry | None = None,
) -> QualificationAnswer:
    """What is known now; what was known before stays as history. Raises PermissionDenied, Refused.

    `origin` is the person who said so or the entry of the timeline that shows it; `source` says it in words.
    """
    refresh(deal)
    require(by, "edit", deal)
    text = text.replace("\0", "").strip()
    if confidence and not text:
        raise Refused(_("Write down what you know."))
    if deal.answers.count() >= MOST_ANSWERS:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST_ANSWERS})
    facts: dict[str, Any] = {"text": text, "confidence": confidence, "speaks": speaks, "source": source.strip()}
    facts |= {"person": origin} if isinstance(origin, Person) else {"entry": origin}
    answer = QualificationAnswer.objects.create(
        workspace_id=deal.workspace_id, deal=deal, question=question, **facts, **signed(by)
    )
    keep_score(deal)
    return answer


def keep_score(deal: Deal) -> int:
    """Reckon the score of `deal` anew, and keep it."""
    framework = framework_of(deal)
    if framework is None:
        return 0
    score = score_of(questions_of(framework), read_answers(deal)).percent
    Qualification.objects.update_or_create(
        workspace_id=deal.workspace_id, deal=deal, defaults={"framework": framework, "score": score}
    )
    return score


def disqualify_deal(deal: Deal, reason: LostReason, *, by: Actor, wake_on: date | None = None) -> StageMove:
    """Say no early: lose `deal` for `reason`, or put it aside until `wake_on`. Raises as those verbs do."""
    said = _("Disqualified: %(reason)s") % {"reason": reason.name}
    if wake_on:
        return park_deal(deal, by=by, wake_on=wake_on, reason=said)
    return lose_deal(deal, by=by, lost_reason=reason, reason=said)
