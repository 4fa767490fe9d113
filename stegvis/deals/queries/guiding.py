"""Which questions of a process's guide belong to the stage of a deal."""

from dataclasses import dataclass

from stegvis.deals.models import Deal, Guide, GuideQuestion, ProcessAid
from stegvis.processes.models import StageKind

PHASES = [phase.value for phase in GuideQuestion.Phase]
OUTSIDE = {StageKind.PARKED: 0, StageKind.LOST: 0, StageKind.AFTER_LOST: 0}


@dataclass(frozen=True)
class Asking:
    """The guide of a deal's process, and what to ask now; `phase` is how far the buyer has come."""

    guide: Guide
    phase: str
    questions: list[GuideQuestion]


def asking_of(deal: Deal) -> Asking | None:
    """What to ask on `deal` in its stage; None where its process carries no guide, or an empty one."""
    aids = ProcessAid.objects.filter(workspace=deal.workspace_id, process=deal.process_id).exclude(guide=None)
    guide = Guide.objects.filter(workspace=deal.workspace_id, pk__in=aids.values("guide")).first()
    if guide is None:
        return None
    questions = list(GuideQuestion.objects.filter(workspace=deal.workspace_id, guide=guide))
    wanted = place_of(deal)
    # A guide need not know every phase: then what was to be asked before is still right.
    known = sorted(
        {PHASES.index(one.phase) for one in questions}, key=lambda place: (place > wanted, abs(place - wanted))
    )
    if not known:
        return None
    phase = PHASES[known[0]]
    return Asking(guide, str(GuideQuestion.Phase(phase).label), [one for one in questions if one.phase == phase])


def place_of(deal: Deal) -> int:
    """How far the buyer is, as a place in PHASES: by the stage's buyer phase, else by where the stage stands."""
    stage = deal.stage
    if stage.kind != StageKind.OPEN:
        return OUTSIDE.get(StageKind(stage.kind), len(PHASES) - 1)
    if stage.buyer_phase and stage.buyer_phase.key in PHASES:
        return PHASES.index(stage.buyer_phase.key)
    opened = list(stage.version.stages.filter(kind=StageKind.OPEN).values_list("pk", flat=True))
    return round(opened.index(stage.pk) * (len(PHASES) - 1) / max(len(opened) - 1, 1))
