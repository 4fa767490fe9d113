"""Changing a process: wording is mended where it stands, a new structure is a new version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.changes import Change, Pasts, compare, complaints, has_other_past, pasts
from stegvis.processes.drafts import StageDraft, drafts_of, fingerprint, stages_of
from stegvis.processes.models import (
    Branch,
    ExitCriterion,
    Process,
    ProcessVersion,
    Stage,
    StageMapping,
    TaskTemplate,
    new_lineage,
)
from stegvis.processes.operations.mending import mend_stages, new_branches, new_criteria, new_tasks, places_of
from stegvis.workspaces.operations.editing import last_change, record_changes, refresh
from stegvis.workspaces.permissions import Actor, member_of, require


@dataclass(frozen=True)
class Publication:
    """What became of a draft: the version in force now, whether it is new, and the stages whose days changed.

    `settled` is how many deals went along, said by who takes them.
    """

    version: ProcessVersion
    is_new: bool
    retimed: tuple[Stage, ...] = ()
    settled: int = 0


@transaction.atomic
def publish_version(
    process: Process,
    stages: Sequence[StageDraft],
    *,
    by: Actor,
    mapping: Mapping[int, int] | None = None,
    seen: str | None = None,
    occupied: Collection[int] = (),
    staying: Collection[int] = (),
    note: tuple[str, str] = ("", ""),
) -> Publication:
    """Make `stages` those of `process`: a new version when stages come, go, change places or kinds, or lose criteria.

    `mapping` says for the ids of stages at which place of `stages` their deals go, where that is not where the stage
    went; `occupied` are the ids of stages that may not be removed without it. Deals of `staying` stages are not to be
    taken along. `note` is what a new version is called, and why. `seen` is the `fingerprint` the editor had before
    its eyes. Deals stay where they are: `deals` has the verb that takes them along, `change_process`. Raises
    PermissionDenied, ChangedMeanwhile, Refused.
    """
    refresh(process)
    require(by, "processes", process)
    before = stages_of(process.current) if process.current else []
    drafts = drafts_of(before)
    _refuse_surprise(process, drafts, seen)
    _refuse_nonsense(process, stages, drafts)
    change = compare(before, stages, drafts)
    _refuse_homeless(change, before, mapping or {}, occupied)
    if change.is_empty:
        return Publication(process.current, is_new=False)
    _remember(process, change, by)
    if not change.is_structural:
        return Publication(process.current, is_new=False, retimed=mend_stages(before, change))
    version = _new_version(process, by, note)
    made = _make_stages(version, change.stages)
    _map_stages(version, before, [made[change.target(stage, mapping or {})] for stage in before], staying)
    return Publication(version, is_new=True)


def _refuse_surprise(process: Process, drafts: list[StageDraft], seen: str | None) -> None:
    if seen is None or seen == fingerprint(process, drafts):
        return
    last = last_change(process, "stages") or last_change(process, "name")
    who = last.by.name if last and last.by else _("Somebody else")
    sentence = _("%(who)s changed this process in the meantime. Nothing was overwritten; your changes are still here.")
    raise ChangedMeanwhile([], sentence % {"who": who})


def _refuse_nonsense(process: Process, stages: Sequence[StageDraft], drafts: list[StageDraft]) -> None:
    phases = set(process.buyer_phases.values_list("pk", flat=True))
    known = pasts(drafts)
    if has_other_past(stages, known):
        known = pasts_ever(process)
    if wrong := list(complaints(stages, known, phases)):
        raise Refused(" ".join(dict.fromkeys(wrong)))


def _refuse_homeless(
    change: Change, before: Sequence[Stage], mapping: Mapping[int, int], occupied: Collection[int]
) -> None:
    for stage in before:
        if stage in change.removed and stage.pk in occupied and stage.pk not in mapping:
            raise Refused(_("Say where the deals in “%(stage)s” go.") % {"stage": stage.name})
        if stage.pk in mapping and mapping[stage.pk] not in change.choices(stage):
            raise Refused(_("The deals in “%(stage)s” cannot go there.") % {"stage": stage.name})


def _remember(process: Process, change: Change, by: Actor) -> None:
    """Who changed what, in short: the names of the stages concerned."""
    old = ", ".join(stage.name for stage in change.removed)
    new = ", ".join(
        stage.name for place, stage in enumerate(change.stages) if place in change.mended or not stage.lineage
    )
    record_changes(process, {"stages": old[:2000]}, {"stages": new[:2000]}, by=by)


def pasts_ever(process: Process) -> Pasts:
    """The lineages of all stages that `process` ever had, with those of their criteria: what can be restored."""
    stages = Stage.objects.filter(workspace=process.workspace_id, process=process).order_by()
    found: dict[str, set[str]] = {}
    for stage, criterion in stages.values_list("lineage", "exit_criteria__lineage").distinct():
        found.setdefault(stage, set()).add(criterion)
    return found


def _new_version(process: Process, by: Actor, note: tuple[str, str]) -> ProcessVersion:
    name, why = note
    version = ProcessVersion.objects.create(
        workspace_id=process.workspace_id,
        process=process,
        number=process.current.number + 1 if process.current else 1,
        published_by=member_of(by),
        name=name.strip(),
        note=why.strip(),
    )
    process.current = version
    process.save(update_fields=["current", "updated_at"])
    return version


def _map_stages(
    version: ProcessVersion, before: Sequence[Stage], after: Sequence[Stage], staying: Collection[int]
) -> None:
    StageMapping.objects.bulk_create(
        StageMapping(
            workspace_id=version.workspace_id,
            version=version,
            before=stage,
            after=target,
            moves=stage.pk not in staying,
        )
        for stage, target in zip(before, after, strict=True)
    )


def _make_stages(version: ProcessVersion, drafts: Sequence[StageDraft]) -> list[Stage]:
    stages = Stage.objects.bulk_create(_stage(version, place, draft) for place, draft in enumerate(drafts))
    pairs = list(zip(stages, drafts, strict=True))
    ExitCriterion.objects.bulk_create(one for stage, draft in pairs for one in new_criteria(stage, draft))
    TaskTemplate.objects.bulk_create(one for stage, draft in pairs for one in new_tasks(stage, draft))
    places = places_of(drafts, stages)
    Branch.objects.bulk_create(one for stage, draft in pairs for one in new_branches(stage, draft, places))
    return stages


def _stage(version: ProcessVersion, place: int, draft: StageDraft) -> Stage:
    return Stage(
        workspace_id=version.workspace_id,
        process_id=version.process_id,
        version=version,
        lineage=draft.lineage or new_lineage(),
        kind=draft.kind,
        position=place,
        name=draft.name.strip(),
        definition=draft.definition.strip(),
        buyer_phase_id=draft.buyer_phase,
        expected_days=draft.expected_days,
        silence_days=draft.silence_days,
        probability=draft.probability,
    )
