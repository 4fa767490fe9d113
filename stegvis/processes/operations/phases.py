"""The buyer's phases of a process: they belong to it, not to a version."""

from collections.abc import Sequence
from typing import Any

from stegvis.processes.models import BuyerPhase, Process

FACTS = ("name", "summary", "commitments", "decisions", "position")


def keep_phases(process: Process, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Make the phases of `process` those of a draft's body; returns their ids by key.

    One that goes is retired and kept: stages of earlier versions still line up with it.
    """
    known = {phase.key: phase for phase in BuyerPhase.objects.filter(workspace=process.workspace_id, process=process)}
    for place, row in enumerate(rows):
        _keep(process, known, row, place)
    wanted = {row["key"] for row in rows}
    gone = [phase.pk for key, phase in known.items() if key not in wanted and not phase.retired]
    BuyerPhase.objects.filter(workspace=process.workspace_id, pk__in=gone).update(retired=True)
    return {key: phase.pk for key, phase in known.items() if key in wanted}


def _keep(process: Process, known: dict[str, BuyerPhase], row: dict[str, Any], place: int) -> None:
    facts = {"position": place} | {name: row[name] for name in FACTS if name in row}
    phase = known.setdefault(row["key"], BuyerPhase(workspace_id=process.workspace_id, process=process, key=row["key"]))
    changed = phase.retired or any(getattr(phase, name) != value for name, value in facts.items())
    if phase.pk is None or changed:
        for name, value in (facts | {"retired": False}).items():
            setattr(phase, name, value)
        phase.save()
