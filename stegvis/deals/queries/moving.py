"""What the screens of moving ask: where a deal can go, and what a step would take."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from stegvis.core.written import Written, columns
from stegvis.deals.models import Deal, LostReason
from stegvis.deals.versions import counterpart, way_back
from stegvis.processes.models import ExitCriterion, Stage, StageKind
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member


@dataclass(frozen=True)
class Target:
    """A stage to choose: `here` is where the deal is, `next` the usual step, or where reopening leads."""

    stage: Stage
    depth: int
    here: bool
    next: bool


def targets_of(deal: Deal) -> list[Target]:
    """Every stage of the deal's version in order, open ones first."""
    stages = list(deal.stage.version.stages.all())
    ways = [stage for stage in stages if stage.kind == StageKind.OPEN]
    others = [stage for stage in stages if stage.kind != StageKind.OPEN]
    following = _following(deal, ways)
    return [
        Target(stage, depth(place, len(ways)), stage.pk == deal.stage_id, stage.pk == following)
        for place, stage in enumerate([*ways, *others])
    ]


def _following(deal: Deal, ways: Sequence[Stage]) -> int | None:
    """The next open stage of an open deal; of any other the one where reopening leads."""
    if deal.stage.kind == StageKind.OPEN:
        return next((stage.pk for stage in ways if stage.position > deal.stage.position), None)
    back = way_back(deal, ways)
    return back.pk if back else None


def place_of(deal: Deal, targets: Sequence[Target]) -> tuple[int, int]:
    """Which of how many open stages the deal is in, from 1; 0 where it is in none."""
    ways = [target for target in targets if target.stage.kind == StageKind.OPEN]
    return next((place for place, target in enumerate(ways, 1) if target.here), 0), len(ways)


def get_target(member: Member, deal: Deal, pk: int) -> Stage:
    """The stage `pk` of the deal's process, in the deal's own version where it has a counterpart; else Http404."""
    found = STAGE.instances(Stage, workspace=member.workspace_id, process=deal.process_id, stage=pk)
    if not found:
        raise Http404
    return counterpart(deal, found[0])


def _stage(workspace: int, process: int, stage: int) -> QuerySet:
    return Stage.objects.filter(workspace=workspace, process=process, pk=stage).values_list(*columns(Stage))


STAGE = Written(_stage)


def criteria_of(deal: Deal) -> list[ExitCriterion]:
    """The criteria of the deal's version, those a step may tick."""
    found = ExitCriterion.objects.filter(workspace=deal.workspace_id, stage__version=deal.stage.version_id)
    return list(found.select_related("stage"))


def lost_reasons(member: Member) -> QuerySet[LostReason]:
    """The reasons to choose from."""
    return LostReason.objects.filter(workspace=member.workspace_id, archived=False)
