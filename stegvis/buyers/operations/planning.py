"""A seller's work on a shared plan."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.buyers.models import PlanDocument, PlanStep, PlanWord, SharedPlan
from stegvis.buyers.operations.proposing import proposed_steps
from stegvis.buyers.operations.speaking import keep_word
from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.processes.models import ExitCriterion
from stegvis.timeline.models import StoredFile
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, member_of, require

MOST_STEPS = 60
MOST_DOCUMENTS = 50
FACTS = ("text", "note", "side", "who", "due_on", "lineage")
Act, Side = PlanWord.Act, PlanStep.Side


@transaction.atomic
def make_plan(deal: Deal, *, by: Actor) -> SharedPlan:
    """The plan of `deal`, with the steps its process proposes; the one that is there already where there is one.

    Nobody outside sees it before a link is made. Raises PermissionDenied.
    """
    refresh(deal)  # two who make it at once make one
    require(by, "plan", deal)
    known = SharedPlan.objects.filter(workspace=deal.workspace_id, deal=deal).first()
    if known:
        return known
    plan = SharedPlan.objects.create(
        workspace_id=deal.workspace_id, deal=deal, title=deal.title[:300], made_by=member_of(by)
    )
    steps = proposed_steps(deal)
    for step in steps:
        step.plan = plan
    PlanStep.objects.bulk_create(steps)
    return plan


@transaction.atomic
def edit_plan(plan: SharedPlan, changes: Mapping[str, Any], *, by: Actor) -> SharedPlan:
    """Set `title`, `greeting` and `language`. Raises PermissionDenied."""
    require(by, "plan", plan.deal)
    for name in ("title", "greeting", "language"):
        setattr(plan, name, changes.get(name, getattr(plan, name)))
    plan.save(update_fields=["title", "greeting", "language"])
    return plan


@transaction.atomic
def add_step(plan: SharedPlan, facts: Mapping[str, Any], *, by: Actor) -> PlanStep:
    """A further step, behind the others; `facts` are those of FACTS. Raises PermissionDenied, Refused."""
    require(by, "plan", plan.deal)
    if plan.steps.count() >= MOST_STEPS:
        raise Refused(_("A plan has at most %(number)s steps.") % {"number": MOST_STEPS})
    last = plan.steps.aggregate(last=Max("position"))["last"]
    step = PlanStep(workspace_id=plan.workspace_id, plan=plan, position=0 if last is None else last + 1)
    return _write(step, facts)


@transaction.atomic
def edit_step(step: PlanStep, facts: Mapping[str, Any], *, by: Actor) -> PlanStep:
    """Set facts of FACTS. A day that the buyer proposed is answered by a new one. Raises PermissionDenied, Refused."""
    require(by, "plan", step.plan.deal)
    refresh(step)
    if step.proposed_on and facts.get("due_on") == step.proposed_on:
        return accept_day(_write(step, facts), by=by)
    return _write(step, facts)


def _write(step: PlanStep, facts: Mapping[str, Any]) -> PlanStep:
    proven = step.lineage
    for name in FACTS:
        setattr(step, name, facts.get(name, getattr(step, name)))
    if step.lineage and not _asks(step.plan.deal, step.lineage):
        step.lineage = ""
    if step.done_at and step.lineage != proven:
        _keep_proof(step, proven)
    step.save()
    return step


def _keep_proof(step: PlanStep, proven: str) -> None:
    """What a tick has proven stays the step's, so that taking it back finds the evidence; even of a criterion gone."""
    if step.lineage or _asks(step.plan.deal, proven):
        raise Refused(_("This step is done already."))
    step.lineage = proven


def _asks(deal: Deal, lineage: str) -> bool:
    criteria = ExitCriterion.objects.filter(workspace=deal.workspace_id, stage__version=deal.stage.version_id)
    return criteria.filter(lineage=lineage).exists()


@transaction.atomic
def shift_step(step: PlanStep, by_places: int, *, by: Actor) -> None:
    """Move `step` up (-1) or down (1) among the others; at the ends it stays. Raises PermissionDenied."""
    require(by, "plan", step.plan.deal)
    steps = list(step.plan.steps.select_for_update().order_by("position", "id"))
    at = next((place for place, one in enumerate(steps) if one.pk == step.pk), None)
    if at is None:
        return
    steps.insert(min(max(0, at + by_places), len(steps) - 1), steps.pop(at))
    for number, one in enumerate(steps):
        if one.position != number:
            PlanStep.objects.filter(workspace=one.workspace_id, pk=one.pk).update(position=number)


@transaction.atomic
def remove_step(step: PlanStep, *, by: Actor) -> Deletion:
    """Take `step` off the plan; it can be undone. Raises PermissionDenied."""
    require(by, "plan", step.plan.deal)
    return delete_records([step], by=by, verb="plan")


@transaction.atomic
def keep_promise(step: PlanStep, *, by: Actor, done: bool = True) -> PlanStep:
    """The seller has done what it promised, or (`done` False) has not after all.

    Raises PermissionDenied, and Refused for the buyer's part: that one ticks itself.
    """
    require(by, "plan", step.plan.deal)
    refresh(step)
    if step.side == Side.THEIRS:
        raise Refused(_("Only the buyer ticks this step."))
    if bool(step.done_at) != done:
        step.done_at, step.done_by = (timezone.now(), by.name[:200]) if done else (None, "")
        step.save(update_fields=["done_at", "done_by", "updated_at"])
        _say(step, Act.TICKED if done else Act.UNTICKED, by)
    return step


@transaction.atomic
def accept_day(step: PlanStep, *, by: Actor) -> PlanStep:
    """The day the buyer proposed is the step's. Raises PermissionDenied, and Refused where none waits any more."""
    require(by, "plan", step.plan.deal)
    refresh(step)
    if step.proposed_on is None:
        raise Refused(_("No proposed day waits for an answer."))
    step.due_on = step.proposed_on
    return _answer_day(step, Act.ACCEPTED, by)


@transaction.atomic
def decline_day(step: PlanStep, text: str, *, by: Actor) -> PlanStep:
    """The step keeps its day; `text` says why. Raises PermissionDenied, and Refused where none waits any more."""
    require(by, "plan", step.plan.deal)
    refresh(step)
    if step.proposed_on is None:
        raise Refused(_("No proposed day waits for an answer."))
    return _answer_day(step, Act.DECLINED, by, text)


def _answer_day(step: PlanStep, act: str, by: Actor, text: str = "") -> PlanStep:
    day, step.proposed_on, step.proposed_by = step.proposed_on, None, ""
    step.save(update_fields=["due_on", "proposed_on", "proposed_by", "updated_at"])
    _say(step, act, by, text=text.strip(), day=day)
    return step


@transaction.atomic
def answer_buyer(plan: SharedPlan, text: str, *, by: Actor, step: PlanStep | None = None) -> PlanWord:
    """Write on the plan, where the buyer reads it. Raises PermissionDenied, and Refused for an empty text."""
    require(by, "plan", plan.deal)
    if not text.strip():
        raise Refused(_("Write something first."))
    return keep_word(plan, Act.COMMENTED, who=by.name, by=member_of(by), step=step, text=text.strip())


def _say(step: PlanStep, act: str, by: Actor, **facts) -> None:
    keep_word(step.plan, act, who=by.name, by=member_of(by), step=step, **facts)


@transaction.atomic
def share_file(plan: SharedPlan, file: StoredFile, *, by: Actor, title: str = "") -> PlanDocument:
    """Let the buyer open `file` of the deal's timeline; once is enough. Raises PermissionDenied, Refused."""
    require(by, "plan", plan.deal)
    if plan.documents.count() >= MOST_DOCUMENTS:
        raise Refused(_("A plan has at most %(number)s documents.") % {"number": MOST_DOCUMENTS})
    facts = {"workspace_id": plan.workspace_id, "title": (title or file.name)[:255]}
    try:
        with transaction.atomic():
            return PlanDocument.objects.create(plan=plan, file=file, **facts)
    except IntegrityError:  # somebody else shared it a moment ago
        return plan.documents.get(file=file)


@transaction.atomic
def unshare_file(document: PlanDocument, *, by: Actor) -> None:
    """The buyer may open this document no more; the file stays on the timeline. Raises PermissionDenied."""
    require(by, "plan", document.plan.deal)
    document.delete()
