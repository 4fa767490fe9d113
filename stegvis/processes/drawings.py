"""A process as its drawings show it: open stages under the buyer's phases, and what comes after them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stegvis.processes.catalogue import journey
from stegvis.processes.models import BuyerPhase, ExitCriterion, Stage, StageKind, TaskTemplate
from stegvis.ui.marks import depth

AFTER = (
    (StageKind.WON, StageKind.AFTER_WON),
    (StageKind.LOST, StageKind.AFTER_LOST),
    (StageKind.PARKED, None),
)


TASK_FACTS = ("title", "kind", "due_days", "role", "note")
EVIDENCE = ("text", "hard", "evidence_kind")


@dataclass(frozen=True)
class DrawnBranch:
    """A way off the straight road: what leads to it, the key of the stage it ends in, days until it wakes.

    `key` names it in a draft.
    """

    words: str
    to: str
    wake_days: int | None = None
    key: str = ""


@dataclass(frozen=True)
class DrawnStage:
    """A stage with what belongs to it; open ones have a number and a depth."""

    stage: Stage
    criteria: tuple[ExitCriterion, ...]
    tasks: tuple[TaskTemplate, ...]
    branches: tuple[DrawnBranch, ...] = ()
    number: int = 0
    depth: int = 0

    @property
    def key(self) -> str:
        """What names the stage in this drawing and in every version of its process."""
        return self.stage.lineage

    @property
    def from_buyer(self) -> int:
        """How much evidence from the buyer it asks for."""
        return sum(one.is_from_buyer for one in self.criteria)


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

    @property
    def others(self) -> tuple[DrawnStage, ...]:
        """The stages that are not open, in order."""
        return tuple(one for row in self.rows for one in (*row.ends, *row.then))

    @property
    def goal(self) -> DrawnStage | None:
        """The stage in which a deal is won."""
        return next((one for one in self.others if one.stage.kind == StageKind.WON), None)


@dataclass(frozen=True)
class FacingRow:
    """A stage opposite the buyer's phase; `begins` where the phase is another than in the row above."""

    drawn: DrawnStage
    phase: BuyerPhase | None
    begins: bool


def facing_rows(drawing: Drawing) -> list[FacingRow]:
    """The open stages and the goal, each beside the buyer's phase."""
    rows: list[FacingRow] = []
    for drawn in (*drawing.stages, *([drawing.goal] if drawing.goal else [])):
        phase = drawn.stage.buyer_phase
        begins = not rows or _key(rows[-1].phase) != _key(phase)
        rows.append(FacingRow(drawn, phase, begins))
    return rows


def draw(stages: Iterable[Stage]) -> Drawing:
    """The drawing of `stages`, in order, fetched with buyer phases, criteria and tasks."""
    found = list(stages)
    keys = {stage.pk: stage.lineage for stage in found}
    return _draw([_fetched(stage, keys) for stage in found])


def _fetched(stage: Stage, keys: Mapping[int, str]) -> DrawnStage:
    branches = (DrawnBranch(one.text, keys[one.to_id], one.wake_days) for one in stage.branches.all())
    return DrawnStage(stage, tuple(stage.exit_criteria.all()), tuple(stage.task_templates.all()), tuple(branches))


def draw_body(body: Mapping[str, Any]) -> Drawing:
    """The drawing of a draft's body (`processes.bodies`), without making anything."""
    phases = {row["key"]: BuyerPhase(**row) for row in body["phases"]}
    return _draw([_drafted(row, phases) for row in body["stages"]])


def _drafted(row: Mapping[str, Any], phases: Mapping[str, BuyerPhase]) -> DrawnStage:
    facts = {name: row[name] for name in ("name", "kind", "definition", "expected_days", "probability")}
    stage = Stage(**facts, lineage=row["key"], buyer_phase=phases.get(row["buyer_phase"]))
    criteria = (ExitCriterion(lineage=one["key"], **{name: one[name] for name in EVIDENCE}) for one in row["criteria"])
    tasks = (TaskTemplate(**{name: one[name] for name in TASK_FACTS}) for one in row["tasks"])
    branches = (DrawnBranch(one["text"], one["to"], one["wake_days"], one["key"]) for one in row["branches"])
    return DrawnStage(stage, tuple(criteria), tuple(tasks), tuple(branches))


def draw_template(template: dict[str, Any], language: str) -> Drawing:
    """The drawing of a ready-made process in `language`, without making anything."""
    phases = {phase["key"]: _phase(phase, language) for phase in journey(template)}
    return _draw([_written(row, phases.get(row["buyer_phase"]), language) for row in template["stages"]])


def _phase(row: dict, language: str) -> BuyerPhase:
    commitments = [text[language] for text in row["commitments"]]
    decisions = [text[language] for text in row["decisions"]]
    return BuyerPhase(key=row["key"], name=row["name"][language], commitments=commitments, decisions=decisions)


def _written(row: dict, phase: BuyerPhase | None, language: str) -> DrawnStage:
    stage = Stage(kind=row["kind"], name=row["name"][language], definition=row["definition"][language])
    stage.lineage = row["key"]
    stage.expected_days, stage.probability, stage.buyer_phase = row["expected_days"], row["probability"], phase
    criteria = (
        ExitCriterion(text=one["text"][language], hard=one["hard"], evidence_kind=one["evidence"])
        for one in row["exit_criteria"]
    )
    tasks = (_task(one, language) for one in row["tasks"])
    branches = (DrawnBranch(one["text"][language], one["to"], one["wake_days"]) for one in row.get("branches", ()))
    return DrawnStage(stage, tuple(criteria), tuple(tasks), tuple(branches))


def _task(row: dict, language: str) -> TaskTemplate:
    return TaskTemplate(title=row["title"][language], kind=row["kind"], due_days=row["due_days"])


def _draw(parts: Sequence[DrawnStage]) -> Drawing:
    opened = [part for part in parts if part.stage.kind == StageKind.OPEN]
    drawn = tuple(replace(one, number=place + 1, depth=depth(place, len(opened))) for place, one in enumerate(opened))
    rows = tuple(_row(parts, end, then) for end, then in AFTER)
    return Drawing(drawn, _spans([one.stage for one in opened]), tuple(row for row in rows if row.ends or row.then))


def _row(parts: Sequence[DrawnStage], end: str, then: str | None) -> Row:
    of = {kind: tuple(one for one in parts if one.stage.kind == kind) for kind in (end, then)}
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
