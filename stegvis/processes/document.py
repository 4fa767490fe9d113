"""A process as a JSON document of the template format (docs/process-templates.md).

A process of a team has one language; its texts stand under that of its workspace.
"""

import json
from typing import Any

from stegvis.processes.drawings import DrawnStage
from stegvis.processes.models import BuyerPhase, Process
from stegvis.processes.queries import current_drawing
from stegvis.processes.template_rules import KINDS

SCHEMA = 1


def document_of(process: Process) -> str:
    """The version in force as JSON text."""
    language = process.workspace.language
    drawing = current_drawing(process)
    stages = sorted((*drawing.stages, *drawing.others), key=lambda one: KINDS.index(one.stage.kind))
    phases = {one.stage.buyer_phase.key: one.stage.buyer_phase for one in stages if one.stage.buyer_phase}
    document = {
        "schema": SCHEMA,
        "key": f"process-{process.pk}",
        "position": 1000,
        "name": {language: process.name},
        "summary": {language: process.summary},
        "buyer_phases": [_phase(phase, language) for phase in sorted(phases.values(), key=lambda one: one.position)],
        "stages": [_stage(one, language) for one in stages],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _phase(phase: BuyerPhase, language: str) -> dict[str, Any]:
    lists = {name: [{language: text} for text in getattr(phase, name)] for name in ("commitments", "decisions")}
    return {"key": phase.key, "name": {language: phase.name}, "summary": {language: phase.summary}} | lists


def _stage(drawn: DrawnStage, language: str) -> dict[str, Any]:
    stage = drawn.stage
    return {
        "key": drawn.key,
        "kind": stage.kind,
        "name": {language: stage.name},
        "definition": {language: stage.definition},
        "buyer_phase": stage.buyer_phase.key if stage.buyer_phase else None,
        "expected_days": stage.expected_days,
        "probability": stage.probability,
        "exit_criteria": [
            {"key": one.lineage, "text": {language: one.text}, "hard": one.hard, "evidence": one.evidence_kind}
            | ({"buyer_text": {language: one.buyer_text}} if one.buyer_text else {})
            for one in drawn.criteria
        ],
        "tasks": [
            {
                "key": f"task-{place}",
                "title": {language: one.title},
                "kind": one.kind,
                "due_days": one.due_days,
                "role": one.role,
                "note": {language: one.note},
            }
            for place, one in enumerate(drawn.tasks, 1)
        ],
        "branches": [
            {"text": {language: one.words}, "to": one.to, "wake_days": one.wake_days} for one in drawn.branches
        ],
    }
