"""What a buyer does on its page. `by` is the link it came through."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.buyers.models import PlanLink, PlanStep, PlanWord
from stegvis.buyers.operations.speaking import speak, voice_of
from stegvis.core.errors import Refused
from stegvis.deals.operations.evidence import confirm_evidence, unconfirm_evidence
from stegvis.workspaces.operations.editing import refresh

MOST_TEXT = 2000
Act = PlanWord.Act


@transaction.atomic
def tick_step(step: PlanStep, *, by: PlanLink, at: datetime | None = None) -> PlanWord | None:
    """The buyer has done what it promised: evidence on the criterion the step proves. None when it was done already.

    `at` is for the demo only. Raises Refused for what the seller alone has promised.
    """
    _hold(step)
    if step.side == PlanStep.Side.OURS:
        raise Refused(_("This is for your contact to do."))
    if step.done_at:
        return None
    step.done_at, step.done_by = at or timezone.now(), by.name
    step.proposed_on, step.proposed_by = None, ""
    step.save(update_fields=["done_at", "done_by", "proposed_on", "proposed_by", "updated_at"])
    word, entry = speak(Act.TICKED, by=by, step=step, at=at)
    confirm_evidence(by.plan.deal, step.lineage, by=voice_of(by), entry=entry, at=at)
    return word


@transaction.atomic
def untick_step(step: PlanStep, *, by: PlanLink) -> PlanWord | None:
    """Take a tick back that was given through `by`; what was said stays said. None where nothing was ticked.

    Raises Refused for somebody else's tick.
    """
    _hold(step)
    if not step.done_at:
        return None
    if step.done_by != by.name or not _own_tick(step, by):
        raise Refused(_("%(who)s ticked this, and can take it back.") % {"who": step.done_by})
    if not _shown_elsewhere(step):
        unconfirm_evidence(by.plan.deal, step.lineage, by=voice_of(by))
    step.done_at, step.done_by = None, ""
    step.save(update_fields=["done_at", "done_by", "updated_at"])
    return speak(Act.UNTICKED, by=by, step=step)[0]


@transaction.atomic
def propose_day(step: PlanStep, day: date, *, by: PlanLink, text: str = "", at: datetime | None = None) -> PlanWord:
    """Ask for another day for `step`, with a word on why. The seller takes it or answers. `at` is for the demo only.

    Raises Refused for what is done, and for a day that is past or far away.
    """
    _hold(step)
    if step.done_at:
        raise Refused(_("This step is done already."))
    today = timezone.localdate()
    if not at and (day < today or day.year > today.year + 5):
        raise Refused(_("Choose a day from today on, within five years."))
    step.proposed_on, step.proposed_by = day, by.name
    step.save(update_fields=["proposed_on", "proposed_by", "updated_at"])
    return speak(Act.PROPOSED, by=by, step=step, day=day, text=_clean(text), at=at)[0]


@transaction.atomic
def comment(text: str, *, by: PlanLink, step: PlanStep | None = None, at: datetime | None = None) -> PlanWord:
    """Say something about `step`, or the plan as a whole. `at` is for the demo only. Raises Refused."""
    text = _clean(text)
    if not text:
        raise Refused(_("Write something first."))
    return speak(Act.COMMENTED, by=by, step=step, text=text, at=at)[0]


def _hold(step: PlanStep) -> None:
    """The step as it is now; two tabs do their acts one after the other."""
    refresh(step)
    if step.deletion_id:
        raise Refused(_("This step is not part of the plan any more."))


def _own_tick(step: PlanStep, link: PlanLink) -> bool:
    last = step.words.filter(act=Act.TICKED).order_by("-id").values_list("link", flat=True).first()
    return last == link.pk


def _shown_elsewhere(step: PlanStep) -> bool:
    """Whether another step that a buyer ticked proves the same."""
    alike = PlanStep.with_deleted.filter(workspace=step.workspace_id, plan=step.plan_id, lineage=step.lineage)
    ticked = alike.filter(done_at__isnull=False, words__act=Act.TICKED, words__link__isnull=False)
    return ticked.exclude(pk=step.pk).exists()


def _clean(text: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_TEXT:
        raise Refused(_("A text has at most %(number)s letters.") % {"number": MOST_TEXT})
    return text
