"""Beginning a draft: of a process that runs, or of one that does not run yet."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from stegvis.processes.bodies import Body, body_of, completed, phase_row, stage_rows
from stegvis.processes.catalogue import default_phases, known_language
from stegvis.processes.drafts import StageDraft, drafts_of, stages_of
from stegvis.processes.models import BuyerPhase, Process, ProcessDraft, ProcessVersion
from stegvis.processes.operations.adopting import free_name, next_position
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, member_of, require


@transaction.atomic
def start_draft(process: Process, *, by: Actor) -> ProcessDraft:
    """The draft of `process`: the one that is under way, else a new one that is as the version in force."""
    refresh(process)
    require(by, "processes", process)
    found = ProcessDraft.objects.filter(workspace=process.workspace_id, process=process).first()
    return found or keep_draft(process, body_of_version(process, process.current), by=by)


@transaction.atomic
def propose_draft(
    workspace: Workspace,
    name: str,
    stages: Sequence[StageDraft],
    *,
    by: Actor,
    phases: Sequence[str | None] = (),
    summary: str = "",
    language: str | None = None,
) -> ProcessDraft:
    """A draft of a new process that does not run yet, for somebody to go through and publish.

    `phases` name for each stage the key of a phase of the buyer's default journey (see docs/process-templates.md),
    whose words are taken in `language`. Branches name stages by the `key` of their drafts. `sources` of stages,
    criteria, tasks and branches are kept and shown beside them. Raises PermissionDenied.
    """
    named = [*phases, *[None] * (len(stages) - len(phases))]
    journey = default_journey(known_language(language or get_language() or "en"))
    return found_draft(workspace, body_of(name, summary, journey, stage_rows(stages, named)), by=by)


def found_draft(workspace: Workspace, body: Body, *, by: Actor) -> ProcessDraft:
    """A new process without a version, and `body` as its draft; its name gets a number where it is taken."""
    process = Process(workspace=workspace, summary=body["summary"][:2000])
    require(by, "processes", process)
    process.name = body["name"] = free_name(workspace, body["name"].strip()[:200] or "–")
    process.position = next_position(workspace)
    process.save()
    return keep_draft(process, body, by=by)


def keep_draft(process: Process, body: Body, *, by: Actor) -> ProcessDraft:
    """The new draft of `process` with this body."""
    return ProcessDraft.objects.create(
        workspace_id=process.workspace_id,
        process=process,
        based_on=process.current,
        body=completed(body),
        changed_at=timezone.now(),
        changed_by=member_of(by),
    )


def body_of_version(process: Process, version: ProcessVersion) -> Body:
    """What a draft begins with: `process` with the stages of `version`."""
    return body_of_drafts(process, drafts_of(stages_of(version)), phases_of(process))


def phases_of(process: Process) -> list[BuyerPhase]:
    """The buyer's phases of `process` in order, retired ones included."""
    return list(BuyerPhase.objects.filter(workspace=process.workspace_id, process=process))


def body_of_drafts(process: Process, drafts: Sequence[StageDraft], every: Sequence[BuyerPhase]) -> Body:
    """The same of stages and phases that are at hand."""
    used = {one.buyer_phase for one in drafts}
    phases = [phase for phase in every if not phase.retired or phase.pk in used]
    keys = {phase.pk: phase.key for phase in phases}
    rows = stage_rows(drafts, [keys.get(one.buyer_phase or 0) for one in drafts])
    return body_of(process.name, process.summary, [phase_row(one) for one in phases], rows)


def default_journey(language: str) -> list[dict]:
    """The buyer's default journey as rows of a body."""
    return [
        {"key": one["key"], "name": one["name"][language], "summary": one["summary"][language]}
        | {part: [text[language] for text in one[part]] for part in ("commitments", "decisions")}
        for one in default_phases()
    ]
