"""Making a process out of a ready-made one: everything is copied, so the team may change it as it likes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from stegvis.processes.catalogue import journey, known_language, load_template
from stegvis.processes.models import Branch, BuyerPhase, ExitCriterion, Process, ProcessVersion, Stage, TaskTemplate
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Actor, member_of, require


@transaction.atomic
def adopt_template(workspace: Workspace, key: str, *, by: Actor, language: str, name: str | None = None) -> Process:
    """A new process with version 1 in `language`, copied from the template `key`: phases, stages, criteria, tasks.

    Without `name` it is called like the template, with a number behind when that name is taken. Raises
    PermissionDenied, and Refused where there is no such template. `deals` has the verb for screens and commands,
    `start_process`, which also makes the first lost reasons.
    """
    template, speak = load_template(key), known_language(language)
    process = Process(workspace=workspace, template=key, summary=template["summary"][speak])
    require(by, "processes", process)
    process.name = free_name(workspace, (name or "").strip() or template["name"][speak])
    process.position = next_position(workspace)
    process.save()
    process.current = first_version(process, by)
    _copy_stages(process, template["stages"], _copy_phases(process, journey(template), speak), speak)
    process.save(update_fields=["current"])
    return process


def first_version(process: Process, by: Actor) -> ProcessVersion:
    """Version 1 of a new process, without stages yet."""
    member = member_of(by)
    return ProcessVersion.objects.create(
        workspace_id=process.workspace_id, process=process, number=1, published_by=member
    )


def free_name(workspace: Workspace, name: str) -> str:
    """`name`, or `name` with the first number behind it that no living process has: two alike would be mixed up."""
    name = name[:190]
    taken = set(Process.objects.filter(workspace=workspace, name__startswith=name).values_list("name", flat=True))
    number = 2
    while name in taken and f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}" if name in taken else name


def next_position(workspace: Workspace) -> int:
    """The place behind all processes."""
    last = Process.objects.filter(workspace=workspace).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _copy_phases(process: Process, phases: list[dict[str, Any]], speak: str) -> dict[str, BuyerPhase]:
    made = BuyerPhase.objects.bulk_create(
        BuyerPhase(
            workspace_id=process.workspace_id,
            process=process,
            key=phase["key"],
            name=phase["name"][speak],
            summary=phase["summary"][speak],
            commitments=[text[speak] for text in phase["commitments"]],
            decisions=[text[speak] for text in phase["decisions"]],
            position=position,
        )
        for position, phase in enumerate(phases)
    )
    return {phase.key: phase for phase in made}


def _copy_stages(process: Process, rows: list[dict], phases: Mapping[str, BuyerPhase], speak: str) -> None:
    stages = Stage.objects.bulk_create(
        Stage(
            workspace_id=process.workspace_id,
            process=process,
            version=process.current,
            kind=row["kind"],
            position=position,
            name=row["name"][speak],
            definition=row["definition"][speak],
            buyer_phase=phases.get(row["buyer_phase"]),
            expected_days=row["expected_days"],
            probability=row["probability"],
        )
        for position, row in enumerate(rows)
    )
    pairs = list(zip(stages, rows, strict=True))
    ExitCriterion.objects.bulk_create(one for stage, row in pairs for one in _criteria(stage, row, speak))
    TaskTemplate.objects.bulk_create(one for stage, row in pairs for one in _tasks(stage, row, speak))
    places = {row["key"]: stage for stage, row in pairs}
    Branch.objects.bulk_create(one for stage, row in pairs for one in _branches(stage, row, places, speak))


def _criteria(stage: Stage, row: dict, speak: str) -> list[ExitCriterion]:
    return [
        ExitCriterion(
            workspace_id=stage.workspace_id,
            stage=stage,
            text=criterion["text"][speak],
            buyer_text=criterion["buyer_text"][speak] if criterion.get("buyer_text") else "",
            hard=criterion["hard"],
            evidence_kind=criterion["evidence"],
            position=position,
        )
        for position, criterion in enumerate(row["exit_criteria"])
    ]


def _tasks(stage: Stage, row: dict, speak: str) -> list[TaskTemplate]:
    return [
        TaskTemplate(
            workspace_id=stage.workspace_id,
            stage=stage,
            title=task["title"][speak],
            kind=task["kind"],
            due_days=task["due_days"],
            note=task["note"][speak] if task["note"] else "",
            role=task["role"][speak] if task.get("role") else "",
            position=position,
        )
        for position, task in enumerate(row["tasks"])
    ]


def _branches(stage: Stage, row: dict, places: Mapping[str, Stage], speak: str) -> list[Branch]:
    return [
        Branch(
            workspace_id=stage.workspace_id,
            stage=stage,
            text=branch["text"][speak],
            to=places[branch["to"]],
            wake_days=branch["wake_days"],
            position=position,
        )
        for position, branch in enumerate(row.get("branches", ()))
    ]
