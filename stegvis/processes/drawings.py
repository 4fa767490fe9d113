"""A process as its drawings show it: open stages under the buyer's phases, and what comes after them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.processes.catalogue import journey
from stegvis.processes.models import BuyerPhase, ExitCriterion, Stage, StageKind, TaskTemplate
from stegvis.ui.marks import depth

Parts = tuple[Stage, tuple[ExitCriterion, ...], tuple[TaskTemplate, ...]]

AFTER = (
    (StageKind.WON, StageKind.AFTER_WON),
    (StageKind.LOST, StageKind.AFTER_LOST),
    (StageKind.PARKED, None),
)


@dataclass(frozen=True)
class DrawnStage:
    """A stage with what belongs to it; open ones have a number and a depth."""

    stage: Stage
    criteria: tuple[ExitCriterion, ...]
    tasks: tuple[TaskTemplate, ...]
    number: int = 0
    depth: int = 0


@dataclass(frozen=True)
class PhaseSpan:
    """A buyer phase over so many neighbouring stages; None where a stage names none."""

    phase: BuyerPhase | None
    span: int


@dataclass(frozen=True)
class Row:
    """What follows an outcome: the won, lost or parked stages, and the stages after them."""

    kind: str
    ends: tuple[DrawnStage, ...]
    then: tuple[DrawnStage, ...]


@dataclass(frozen=True)
class Drawing:
    """All that is drawn of one process."""

    stages: tuple[DrawnStage, ...]
    phases: tuple[PhaseSpan, ...]
    rows: tuple[Row, ...]


def draw(stages: Iterable[Stage]) -> Drawing:
    """The drawing of `stages`, in order, fetched with buyer phases, criteria and tasks."""
    return _draw([(one, tuple(one.exit_criteria.all()), tuple(one.task_templates.all())) for one in stages])


def draw_template(template: dict[str, Any], language: str) -> Drawing:
    """The drawing of a ready-made process in `language`, without making anything."""
    phases = {phase["key"]: _phase(phase, language) for phase in journey(template)}
    return _draw([_parts(row, phases.get(row["buyer_phase"]), language) for row in template["stages"]])


def _phase(row: dict, language: str) -> BuyerPhase:
    commitments = [text[language] for text in row["commitments"]]
    return BuyerPhase(key=row["key"], name=row["name"][language], commitments=commitments)


def _parts(row: dict, phase: BuyerPhase | None, language: str) -> Parts:
    stage = Stage(kind=row["kind"], name=row["name"][language], definition=row["definition"][language])
    stage.expected_days, stage.probability, stage.buyer_phase = row["expected_days"], row["probability"], phase
    criteria = (ExitCriterion(text=one["text"][language], hard=one["hard"]) for one in row["exit_criteria"])
    tasks = (TaskTemplate(title=one["title"][language], kind=one["kind"]) for one in row["tasks"])
    return stage, tuple(criteria), tuple(tasks)


def _draw(parts: Sequence[Parts]) -> Drawing:
    opened = [part for part in parts if part[0].kind == StageKind.OPEN]
    drawn = tuple(
        DrawnStage(*one, number=place + 1, depth=depth(place, len(opened))) for place, one in enumerate(opened)
    )
    rows = tuple(_row(parts, end, then) for end, then in AFTER)
    return Drawing(drawn, _spans([stage for stage, _, _ in opened]), tuple(row for row in rows if row.ends))


def _row(parts: Sequence[Parts], end: str, then: str | None) -> Row:
    of = {kind: tuple(DrawnStage(*one) for one in parts if one[0].kind == kind) for kind in (end, then)}
    return Row(end, of[end], of[then])


def _spans(stages: Sequence[Stage]) -> tuple[PhaseSpan, ...]:
    spans: list[PhaseSpan] = []
    for phase in (stage.buyer_phase for stage in stages):
        if spans and _key(spans[-1].phase) == _key(phase):
            spans[-1] = PhaseSpan(phase, spans[-1].span + 1)
        else:
            spans.append(PhaseSpan(phase, 1))
    return tuple(spans) if any(span.phase for span in spans) else ()


def _key(phase: BuyerPhase | None) -> str:
    return phase.key if phase else ""
