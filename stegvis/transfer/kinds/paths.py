"""The path of a deal as far as a row tells it. Nobody's times are made up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stegvis.deals.operations.recording import Step
from stegvis.processes.models import Stage, StageKind

_DECIDED: dict[str, str] = {StageKind.WON: "won_at", StageKind.LOST: "lost_at"}
_BEFORE: dict[str, StageKind] = {StageKind.AFTER_WON: StageKind.WON, StageKind.AFTER_LOST: StageKind.LOST}


def steps_of(facts: Mapping[str, Any], stage: Stage, entered: Mapping[int, Step]) -> list[Step]:
    """The steps that led to `stage`: those dated in `entered` (by stage id) in order of time, `stage` last.

    Where the last stage was entered before another one, the deal has come back to it at a time nobody knows. A
    decision stays where it is: what claims to be later than it keeps its place before, without a time.
    """
    at = _entry(facts, stage, entered)
    others = sorted((step for pk, step in entered.items() if pk != stage.id), key=_in_time) if entered else ()
    if not others:
        return [Step(stage, at)]
    late = [step for step in others if at and step.at and step.at > at]
    if not late:
        return [*others, Step(stage, at)]
    if stage.kind == StageKind.OPEN:
        return [*sorted([*others, Step(stage, at)], key=_in_time), Step(stage, None)]
    untimed = sorted((Step(step.stage, None) for step in late), key=lambda step: step.stage.position)
    return [*(step for step in others if step not in late), *untimed, Step(stage, at)]


def decided_at(facts: Mapping[str, Any], kind: str) -> datetime | None:
    """When a won or lost deal was decided."""
    return facts.get(_DECIDED.get(kind, "")) or facts.get("closed_at")


def decision_before(kind: str) -> str | None:
    """What was decided before a stage of `kind`: won for those after won, lost for those after lost."""
    return _BEFORE.get(kind)


def _entry(facts: Mapping[str, Any], stage: Stage, entered: Mapping[int, Step]) -> datetime | None:
    if stage.kind in _DECIDED and (at := decided_at(facts, stage.kind)):
        return at
    known = entered.get(stage.id)
    return facts.get("entered_at") or (known.at if known else None)


def _in_time(step: Step) -> tuple[datetime, int]:
    return step.at, step.stage.position  # type: ignore[return-value]  # dated ones only
