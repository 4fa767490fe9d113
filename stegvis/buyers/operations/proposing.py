"""The first draft of a plan: what the process expects of the buyer from the deal's stage on."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from stegvis.buyers.models import PlanStep
from stegvis.deals.models import Deal
from stegvis.processes.models import Stage, StageKind, TaskTemplate

# What usually takes several days is planned no further ahead than this, and a plan has no more steps than one reads.
USUAL_DAYS = 7
MOST_STEPS = 12
PROMISED = (TaskTemplate.TaskKind.DOCUMENT, TaskTemplate.TaskKind.MEETING)
Side = PlanStep.Side


def proposed_steps(deal: Deal) -> list[PlanStep]:
    """Unsaved steps, in order: for each open stage from the deal's own on, what the buyer's phase commits it to, what
    the stage's criteria ask of it, and what we promise; due when the stage is usually over.
    """
    stages = deal.stage.version.stages.filter(kind=StageKind.OPEN)
    ahead = [one for one in stages.select_related("buyer_phase") if one.position >= deal.stage.position]
    found, day, phases = [], timezone.localdate(), set()
    shown = set(deal.evidence.values_list("lineage", flat=True))
    for stage in ahead:
        day += timedelta(days=min(stage.expected_days or USUAL_DAYS, 365))
        found += _of_criteria(stage, shown, day)
        if stage.buyer_phase_id not in phases:
            found += _of_phase(stage, day)
        phases.add(stage.buyer_phase_id)
        found += _promises(stage, day)
    return [_placed(step, deal, place) for place, step in enumerate(found[:MOST_STEPS])]


def _of_criteria(stage: Stage, shown: set[str], day: date) -> Iterator[PlanStep]:
    for criterion in stage.exit_criteria.all():
        if criterion.lineage not in shown:
            yield PlanStep(
                text=criterion.buyer_text or criterion.text, lineage=criterion.lineage, side=Side.THEIRS, due_on=day
            )


def _of_phase(stage: Stage, day: date) -> Iterator[PlanStep]:
    commitments = stage.buyer_phase.commitments if stage.buyer_phase else []
    for text in commitments if isinstance(commitments, list) else ():
        yield PlanStep(text=str(text)[:500], side=Side.THEIRS, due_on=day)


def _promises(stage: Stage, day: date) -> Iterator[PlanStep]:
    for task in stage.task_templates.filter(kind__in=PROMISED):
        yield PlanStep(text=task.title, side=Side.OURS, due_on=day)


def _placed(step: PlanStep, deal: Deal, place: int) -> PlanStep:
    step.workspace_id, step.position = deal.workspace_id, place
    return step
