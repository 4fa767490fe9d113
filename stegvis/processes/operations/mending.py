"""Mending what a version says without changing what it is: names, words, days, chances, criteria, tasks."""

from collections.abc import Mapping, Sequence

from stegvis.processes.changes import Change
from stegvis.processes.drafts import CriterionDraft, StageDraft, TaskDraft
from stegvis.processes.models import Branch, ExitCriterion, Stage, TaskTemplate, new_lineage

WORDS = ("name", "definition", "expected_days", "silence_days", "probability")
PATIENCE = ("expected_days", "silence_days")


def mend_stages(before: list[Stage], change: Change) -> tuple[Stage, ...]:
    """Write the mended stages of `change` over those in force; those whose patience changed come back."""
    stages = {stage.lineage: stage for stage in before}
    mended = [(stages[change.stages[place].lineage], change.stages[place]) for place in change.mended]
    days = {stage.pk: _patience(stage) for stage, _ in mended}
    for stage, draft in mended:
        _mend(stage, draft)
        _mend_branches(stage, draft, stages)
    return tuple(stage for stage, _ in mended if _patience(stage) != days[stage.pk])


def _patience(stage: Stage) -> tuple:
    return tuple(getattr(stage, name) for name in PATIENCE)


def _mend(stage: Stage, draft: StageDraft) -> None:
    for name in WORDS:
        setattr(stage, name, getattr(draft, name))
    stage.name, stage.definition = draft.name.strip(), draft.definition.strip()
    stage.buyer_phase_id = draft.buyer_phase
    stage.save(update_fields=[*WORDS, "buyer_phase"])
    _mend_criteria(stage, draft)
    if [_task_draft(one) for one in stage.task_templates.all()] != list(draft.tasks):
        TaskTemplate.objects.filter(workspace=stage.workspace_id, stage=stage).delete()
        TaskTemplate.objects.bulk_create(new_tasks(stage, draft))


def _mend_criteria(stage: Stage, draft: StageDraft) -> None:
    """Those that are known keep their row, so the evidence on them; none is taken away here."""
    known = {one.lineage: one for one in stage.exit_criteria.all()}
    rows = new_criteria(stage, draft)
    ExitCriterion.objects.bulk_create(row for row in rows if row.lineage not in known)
    changed = [_over(known[row.lineage], row) for row in rows if row.lineage in known]
    known_rows = ExitCriterion.objects.filter(workspace=stage.workspace_id)
    known_rows.bulk_update(changed, ["text", "buyer_text", "hard", "evidence_kind", "position"])


def _over(known: ExitCriterion, row: ExitCriterion) -> ExitCriterion:
    row.pk = known.pk
    return row


def _mend_branches(stage: Stage, draft: StageDraft, stages: Mapping[str, Stage]) -> None:
    lineages = {one.pk: lineage for lineage, one in stages.items()}
    there = [(one.text, lineages[one.to_id], one.wake_days) for one in stage.branches.all()]
    if there != [(one.text, one.to, one.wake_days) for one in draft.branches]:
        Branch.objects.filter(workspace=stage.workspace_id, stage=stage).delete()
        Branch.objects.bulk_create(new_branches(stage, draft, stages))


def _task_draft(task: TaskTemplate) -> TaskDraft:
    return TaskDraft(task.title, task.kind, task.due_days, task.note, task.role)


def new_criteria(stage: Stage, draft: StageDraft) -> list[ExitCriterion]:
    """Unsaved criteria of `stage` as `draft` wants them, in order."""
    return [_criterion(stage, place, one) for place, one in enumerate(draft.criteria)]


def _criterion(stage: Stage, place: int, draft: CriterionDraft) -> ExitCriterion:
    return ExitCriterion(
        workspace_id=stage.workspace_id,
        stage=stage,
        lineage=draft.lineage or new_lineage(),
        text=draft.text.strip(),
        buyer_text=draft.buyer_text.strip(),
        hard=draft.hard,
        evidence_kind=draft.evidence_kind,
        position=place,
    )


def new_tasks(stage: Stage, draft: StageDraft) -> list[TaskTemplate]:
    """Unsaved task suggestions of `stage` as `draft` wants them, in order."""
    return [_task(stage, place, one) for place, one in enumerate(draft.tasks)]


def _task(stage: Stage, place: int, draft: TaskDraft) -> TaskTemplate:
    return TaskTemplate(
        workspace_id=stage.workspace_id,
        stage=stage,
        title=draft.title.strip(),
        kind=draft.kind,
        due_days=draft.due_days,
        note=draft.note.strip(),
        role=draft.role.strip(),
        position=place,
    )


def places_of(drafts: Sequence[StageDraft], stages: Sequence[Stage]) -> dict[str, Stage]:
    """The made `stages` by the names that branches of their `drafts` use."""
    return {draft.named: stage for draft, stage in zip(drafts, stages, strict=True) if draft.named}


def new_branches(stage: Stage, draft: StageDraft, stages: Mapping[str, Stage]) -> list[Branch]:
    """Unsaved branches of `stage` as `draft` wants them; `stages` by the names that branches use."""
    return [
        Branch(
            workspace_id=stage.workspace_id,
            stage=stage,
            text=one.text.strip(),
            to=stages[one.to],
            wake_days=one.wake_days,
            position=place,
        )
        for place, one in enumerate(draft.branches)
    ]
