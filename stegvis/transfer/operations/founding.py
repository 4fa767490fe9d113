"""Processes made of the stages that a file speaks of."""

from collections.abc import Iterable
from pathlib import Path

from stegvis.core.folding import squeeze
from stegvis.processes.models import Process, ProcessVersion, Stage, StageKind
from stegvis.transfer.run import Run

_ORDER = [StageKind.OPEN, StageKind.PARKED, StageKind.WON, StageKind.LOST, StageKind.AFTER_WON, StageKind.AFTER_LOST]


def found_missing(run: Run, stages: Iterable[tuple[str, str, str]]) -> None:
    """Make the processes in `stages` (process, stage, kind) that are not there, and note them as made.

    Rows that name no process belong to the import's; where it has none yet, one is made and becomes it.
    """
    grouped: dict[str, dict[str, str]] = {}
    for process, stage, kind in stages:
        told = run.mapping.stages.get(stage, stage)
        if told:
            grouped.setdefault(process, {}).setdefault(told, kind)
    for name, found in grouped.items():
        if name:
            _find_or_found(run, name, found)
        elif run.batch.process is None:
            run.batch.process = _find_or_found(run, run.mapping.process or Path(run.batch.name).stem, found)


def _find_or_found(run: Run, name: str, stages: dict[str, str]) -> Process:
    processes = Process.objects.filter(workspace=run.workspace, archived_at=None).exclude(current=None)
    known = next((one for one in processes if squeeze(one.name) == squeeze(name)), None)
    return known or found_process(run, name, stages)


def found_process(run: Run, name: str, stages: dict[str, str]) -> Process:
    """A process called `name` with `stages` (their kinds by name), those of a kind in the order given."""
    process = Process.objects.create(workspace=run.workspace, name=name[:200], position=_next_position(run))
    version = ProcessVersion.objects.create(workspace=run.workspace, process=process, number=1)
    ordered = sorted(stages.items(), key=lambda stage: _ORDER.index(StageKind(stage[1])))
    Stage.objects.bulk_create(
        Stage(workspace=run.workspace, process=process, version=version, kind=kind, position=place, name=title[:200])
        for place, (title, kind) in enumerate(ordered)
    )
    process.current = version
    process.save(update_fields=["current"])
    run.note_made("process", process.pk, process.updated_at)
    return process


def _next_position(run: Run) -> int:
    last = Process.objects.filter(workspace=run.workspace).order_by("-position").first()
    return last.position + 1 if last else 0
