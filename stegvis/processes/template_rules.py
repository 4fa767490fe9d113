"""What makes a template file good: the schema, and the rules of docs/process-templates.md that no schema can say."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from stegvis.processes.json_schema import mismatches

SCHEMA = Path(__file__).parent / "data" / "template.schema.json"
LANGUAGES = ("en", "sv", "nb", "pl")
KINDS = ("open", "won", "lost", "parked", "after_won", "after_lost")
LONGEST_NAME = 22


class BadTemplate(ValueError):
    """A template file that breaks the rules; `problems` holds a line for each, for whoever writes the file."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join([f"{file}: {len(self.problems)} problems", *self.problems]))


def problems(template: Any, key: str, default_phases: Sequence[dict]) -> list[str]:
    """Everything wrong with `template` from the file `<key>.json`, each as "where: what"; empty when it is good.

    Rules between fields are only looked at when the shape is right.
    """
    wrong = list(mismatches(template, schema()))
    return wrong or list(_broken_rules(template, key, template["buyer_phases"] or default_phases))


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a template."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _broken_rules(template: dict, key: str, phases: Sequence[dict]) -> Iterator[str]:
    stages = template["stages"]
    if template["key"] != key:
        yield f"key: “{template['key']}”, but the file is named {key}.json"
    yield from _repeated("stages", stages)
    yield from _repeated("buyer_phases", phases)
    yield from _out_of_order(stages)
    yield from _phases_gone_back(stages, [phase["key"] for phase in phases])
    kinds = {stage["key"]: stage["kind"] for stage in stages}
    for stage in stages:
        yield from _branches_astray(stage, kinds)
        yield from _wrong_in_stage(stage, f"stages.{stage['key']}")


def _repeated(where: str, rows: Iterable[dict]) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        if row["key"] in seen:
            yield f"{where}: the key “{row['key']}” stands twice"
        seen.add(row["key"])


def _out_of_order(stages: Sequence[dict]) -> Iterator[str]:
    kinds = [KINDS.index(stage["kind"]) for stage in stages]
    if kinds != sorted(kinds):
        yield f"stages: the order of kinds is {', '.join(KINDS)}"
    chances = [stage["probability"] for stage in stages if stage["kind"] == "open"]
    if any(later <= earlier for earlier, later in pairwise(chances)):
        yield "stages: the probability must rise from open stage to open stage"


def _phases_gone_back(stages: Sequence[dict], phases: Sequence[str]) -> Iterator[str]:
    named = [stage for stage in stages if stage["buyer_phase"]]
    for stage in named:
        if stage["buyer_phase"] not in phases:
            yield f"stages.{stage['key']}.buyer_phase: no phase has the key “{stage['buyer_phase']}”"
    places = [phases.index(stage["buyer_phase"]) for stage in named if _open_in(stage, phases)]
    if places != sorted(places):
        yield "stages: the buyer's phases must not go back along the open stages"


def _open_in(stage: dict, phases: Sequence[str]) -> bool:
    return stage["kind"] == "open" and stage["buyer_phase"] in phases


def _branches_astray(stage: dict, kinds: dict[str, str]) -> Iterator[str]:
    for place, branch in enumerate(stage.get("branches", ())):
        where = f"stages.{stage['key']}.branches.{place}"
        if branch["to"] not in kinds or branch["to"] == stage["key"]:
            yield f"{where}.to: “{branch['to']}” is no other stage"
        elif branch["wake_days"] is not None and kinds[branch["to"]] != "parked":
            yield f"{where}.wake_days: “{branch['to']}” is not parked"


def _wrong_in_stage(stage: dict, where: str) -> Iterator[str]:
    yield from _repeated(f"{where}.exit_criteria", stage["exit_criteria"])
    yield from _repeated(f"{where}.tasks", stage["tasks"])
    for language, name in stage["name"].items():
        if len(name) > LONGEST_NAME:
            yield f"{where}.name.{language}: {len(name)} characters, at most {LONGEST_NAME} head a column"
    days = stage["expected_days"]
    for task in stage["tasks"]:
        if days is not None and task["due_days"] > days:
            yield f"{where}.tasks.{task['key']}: due after {task['due_days']} days, the stage takes {days}"
