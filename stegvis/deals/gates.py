"""What a move asks for: the evidence a deal should have before it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.core.written import Written, columns
from stegvis.deals.models import Deal, Evidence
from stegvis.deals.versions import way_back
from stegvis.processes.models import ExitCriterion, Stage, StageKind

SOLD = (StageKind.WON, StageKind.AFTER_WON)


@dataclass(frozen=True)
class Gate:
    """What is missing for one move: `soft` takes a sentence, `hard` stops. `skipped` are the stages passed over."""

    soft: tuple[ExitCriterion, ...]
    hard: tuple[ExitCriterion, ...]
    skipped: tuple[Stage, ...]

    @property
    def missing(self) -> tuple[ExitCriterion, ...]:
        """Everything without evidence."""
        return self.hard + self.soft


def gate_for(deal: Deal, to_stage: Stage) -> Gate:
    """The gate between the deal's stage and `to_stage`, as things stand now.

    Only going on asks: forward to a later open stage, or to won. Losing, parking, and going back are free. Of skipped
    stages only the hard criteria count: what this buyer does not need is not asked for, a hard gate has no way round.
    """
    stage = standing(deal)
    skipped = passed_over(stage, to_stage)
    if not goes_on(stage, to_stage):
        return Gate((), (), skipped)
    missing = _without_evidence(deal, [stage, *skipped])
    soft = tuple(one for one in missing if not one.hard and one.stage_id == stage.pk)
    return Gate(soft, tuple(one for one in missing if one.hard), skipped)


def standing(deal: Deal) -> Stage:
    """The stage from which `deal` is judged: a parked or lost one stands where it was, or parking would open gates."""
    if deal.stage.kind == StageKind.OPEN or deal.stage.kind in SOLD:
        return deal.stage
    return way_back(deal, deal.stage.version.stages.filter(kind=StageKind.OPEN)) or deal.stage


def goes_on(from_stage: Stage, to_stage: Stage) -> bool:
    """Whether a move leads towards the buyer's yes."""
    forward = to_stage.kind == StageKind.OPEN and to_stage.position > from_stage.position
    return from_stage.kind == StageKind.OPEN and (forward or to_stage.kind in SOLD)


def hard_before(stage: Stage) -> ExitCriterion | None:
    """A hard criterion that whoever is in `stage` has passed, or None: a new deal cannot have shown it."""
    criteria = ExitCriterion.objects.filter(workspace=stage.workspace_id, stage__version=stage.version_id, hard=True)
    behind = criteria.filter(stage__kind=StageKind.OPEN)
    return (behind.filter(stage__position__lt=stage.position) if stage.kind == StageKind.OPEN else behind).first()


def passed_over(from_stage: Stage, to_stage: Stage) -> tuple[Stage, ...]:
    """The open stages between, where a move goes forward from one open stage to another or to won."""
    if not goes_on(from_stage, to_stage):
        return ()
    until = {"before": to_stage.position} if to_stage.kind == StageKind.OPEN else {}
    around = {"workspace": from_stage.workspace_id, "version": from_stage.version_id}
    return tuple(BETWEEN.instances(Stage, after=from_stage.position, **around, **until))


def _between(workspace: int, version: int, after: int, before: int | None = None) -> QuerySet:
    stages = Stage.objects.filter(workspace=workspace, version=version, kind=StageKind.OPEN, position__gt=after)
    if before is not None:
        stages = stages.filter(position__lt=before)
    return stages.values_list(*columns(Stage))


BETWEEN = Written(_between)


def _without_evidence(deal: Deal, stages: Iterable[Stage]) -> list[ExitCriterion]:
    """The criteria of `stages` that nobody has ticked on `deal`."""
    ids = [stage.pk for stage in stages]
    return UNMET.instances(ExitCriterion, workspace=deal.workspace_id, deal=deal.pk, stages=ids)


def _unmet(workspace: int, deal: int, stages: list[int]) -> QuerySet:
    shown = Evidence.objects.filter(workspace=workspace, deal=deal).order_by().values("lineage")
    criteria = ExitCriterion.objects.filter(workspace=workspace, stage__in=stages).exclude(lineage__in=shown)
    return criteria.values_list(*columns(ExitCriterion))


UNMET = Written(_unmet)
