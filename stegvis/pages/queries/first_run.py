"""What the first run shows of a ready-made process."""

from dataclasses import dataclass

from stegvis.processes.catalogue import journey, known_language, load_template
from stegvis.processes.models import StageKind


@dataclass(frozen=True)
class LookStage:
    """An open stage with what is true in it and where the buyer is."""

    name: str
    definition: str
    phase: str


@dataclass(frozen=True)
class Look:
    """A ready-made process, close enough to choose it."""

    key: str
    name: str
    summary: str
    stages: list[LookStage]
    after: list[tuple[str, str]]
    tasks: int
    evidence: int


def look_at(key: str, language: str) -> Look:
    """The process `key` in `language`; Refused where there is none of this name."""
    template, speak = load_template(key), known_language(language)
    phases = {phase["key"]: phase["name"][speak] for phase in journey(template)}
    rows = template["stages"]
    return Look(
        key=key,
        name=template["name"][speak],
        summary=template["summary"][speak],
        stages=[_stage(row, phases, speak) for row in rows if row["kind"] == StageKind.OPEN],
        after=[(row["kind"], row["name"][speak]) for row in rows if row["kind"] != StageKind.OPEN],
        tasks=sum(len(row["tasks"]) for row in rows),
        evidence=sum(len(row["exit_criteria"]) for row in rows),
    )


def _stage(row: dict, phases: dict[str, str], speak: str) -> LookStage:
    return LookStage(row["name"][speak], row["definition"][speak], phases.get(row["buyer_phase"], ""))
