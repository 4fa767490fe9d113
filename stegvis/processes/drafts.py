"""A process as somebody wants it: what an editor, a command or the API hands to `publish_version`."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from stegvis.processes.models import ExitCriterion, Process, ProcessVersion, Stage, StageKind, TaskTemplate
from stegvis.processes.models.stage import SILENCE_DAYS
from stegvis.processes.stage_reading import whole_stages

# What is decided stays decided: deals may follow a stage from one kind to another of the same side only.
SIDES = {
    StageKind.OPEN: "undecided",
    StageKind.PARKED: "undecided",
    StageKind.WON: "won",
    StageKind.AFTER_WON: "won",
    StageKind.LOST: "lost",
    StageKind.AFTER_LOST: "lost",
}


@dataclass(frozen=True)
class CriterionDraft:
    """An exit criterion as wanted; `lineage` names the one it was, empty for a new one."""

    text: str
    hard: bool = False
    evidence_kind: str = ExitCriterion.EvidenceKind.TICK
    lineage: str = ""
    buyer_text: str = ""
    sources: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class TaskDraft:
    """A suggested task as wanted; `due_days` after entering the stage."""

    title: str
    kind: str = TaskTemplate.TaskKind.TO_DO
    due_days: int | None = None
    note: str = ""
    role: str = ""
    sources: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class BranchDraft:
    """Another way on as wanted: `to` is the key of a stage of the same draft, `wake_days` for one that is parked."""

    text: str
    to: str
    wake_days: int | None = None
    sources: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class StageDraft:
    """A stage as wanted; `lineage` names the one it was, empty for a new one. `buyer_phase` is an id.

    `key` is its name inside the draft, where branches name it: of a stage that goes on its lineage. `sources` say where
    a proposal has it from.
    """

    name: str
    kind: str = StageKind.OPEN
    lineage: str = ""
    definition: str = ""
    buyer_phase: int | None = None
    expected_days: int | None = None
    silence_days: int | None = SILENCE_DAYS
    probability: int | None = None
    criteria: tuple[CriterionDraft, ...] = field(default=())
    tasks: tuple[TaskDraft, ...] = field(default=())
    branches: tuple[BranchDraft, ...] = field(default=())
    key: str = field(default="", compare=False)
    sources: tuple[str, ...] = field(default=(), compare=False)

    @property
    def named(self) -> str:
        """What branches call it; empty for a new stage without a key."""
        return self.key or self.lineage

    @property
    def side(self) -> str:
        """undecided, won or lost; empty for a kind that does not exist."""
        return SIDES.get(self.kind, "")  # type: ignore[call-overload]


def draft_of(version: ProcessVersion) -> list[StageDraft]:
    """The stages of `version` as they are, in order."""
    return drafts_of(stages_of(version))


def drafts_of(stages: list[Stage]) -> list[StageDraft]:
    """The drafts of stages that were fetched with `stages_of`."""
    lineages = {stage.pk: stage.lineage for stage in stages}
    return [_stage_draft(stage, lineages) for stage in stages]


def stages_of(version: ProcessVersion) -> list[Stage]:
    """The stages of `version` in order, with criteria, tasks and branches."""
    return whole_stages(version.workspace_id, [version.pk])


def fingerprint(process: Process, stages: list[StageDraft]) -> str:
    """What an editor has seen, in short: it differs as soon as anybody changes anything of the process."""
    seen: list[Any] = [process.current_id, process.name, process.summary, *(asdict(stage) for stage in stages)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def as_new(stage: StageDraft) -> StageDraft:
    """The same stage without a past."""
    return replace(
        stage, lineage="", key=stage.named, criteria=tuple(replace(one, lineage="") for one in stage.criteria)
    )


def _stage_draft(stage: Stage, lineages: Mapping[int, str]) -> StageDraft:
    return StageDraft(
        name=stage.name,
        kind=stage.kind,
        lineage=stage.lineage,
        definition=stage.definition,
        buyer_phase=stage.buyer_phase_id,
        expected_days=stage.expected_days,
        silence_days=stage.silence_days,
        probability=stage.probability,
        criteria=tuple(
            CriterionDraft(one.text, one.hard, one.evidence_kind, one.lineage, one.buyer_text)
            for one in stage.exit_criteria.all()
        ),
        tasks=tuple(
            TaskDraft(one.title, one.kind, one.due_days, one.note, one.role) for one in stage.task_templates.all()
        ),
        branches=tuple(BranchDraft(one.text, lineages[one.to_id], one.wake_days) for one in stage.branches.all()),
        key=stage.lineage,
    )
