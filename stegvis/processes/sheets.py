"""The editor's sheet: a process as it stands on somebody's screen, unsaved and possibly wrong.

It comes from the process or from what the browser sent, and an act (add, remove, earlier, later) makes the next sheet
of it. Values are the raw texts of the fields: nothing that somebody typed is lost, whatever it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from stegvis.processes.drafts import StageDraft, drafts_of, fingerprint
from stegvis.processes.models import ExitCriterion, Process, Stage, StageKind, TaskTemplate
from stegvis.processes.template_rules import KINDS

STAGE_FIELDS = ("name", "kind", "definition", "buyer_phase", "expected_days", "silence_days", "probability")
CRITERION_FIELDS = ("text", "hard", "evidence_kind")
TASK_FIELDS = ("title", "kind", "due_days", "note")
PARTS = {"criteria": CRITERION_FIELDS, "tasks": TASK_FIELDS}
KEY = re.compile(r"[a-z0-9]{1,40}")
MOST = 60
Values = dict[str, Any]


@dataclass
class Line:
    """A criterion or task on the sheet. `key` is a criterion's lineage, or a word made for a new line."""

    key: str
    values: Values


@dataclass
class StageRow:
    """A stage on the sheet; `is_open` says whether it is unfolded, `is_new` that it was just added."""

    key: str
    values: Values
    lines: dict[str, list[Line]] = field(default_factory=lambda: {"criteria": [], "tasks": []})
    is_open: bool = False
    is_new: bool = False

    @property
    def kind(self) -> str:
        """The chosen kind; open where it is none."""
        return self.values["kind"] if self.values["kind"] in KINDS else StageKind.OPEN


@dataclass
class Sheet:
    """All of it. `seen` is the fingerprint of what the editor began with, `homes` where deals of removed stages go."""

    head: Values
    seen: str
    stages: list[StageRow]
    homes: dict[int, str] = field(default_factory=dict)

    def in_order(self) -> "Sheet":
        """Stages by kind, as every process has them, otherwise as they stand."""
        self.stages.sort(key=lambda row: KINDS.index(row.kind))
        return self


def sheet_of(process: Process, stages: list[Stage]) -> Sheet:
    """The sheet with which editing begins; `stages` are those in force, fetched with `stages_of`."""
    drafts = drafts_of(stages)
    head = {"name": process.name, "summary": process.summary}
    return Sheet(head, fingerprint(process, drafts), [_row(draft) for draft in drafts]).in_order()


def _row(draft: StageDraft) -> StageRow:
    values = {name: getattr(draft, name) for name in STAGE_FIELDS}
    criteria = [Line(one.lineage, {name: getattr(one, name) for name in CRITERION_FIELDS}) for one in draft.criteria]
    tasks = [Line(new_key(), {name: getattr(one, name) for name in TASK_FIELDS}) for one in draft.tasks]
    return StageRow(draft.lineage, values, {"criteria": criteria, "tasks": tasks})


def new_key() -> str:
    """A key for a row that has no past; told from a lineage by its first letter."""
    return f"n{uuid4().hex[:12]}"


def read_sheet(sent: QueryDict) -> Sheet:
    """The sheet that a browser sent. Rows stand in the order of their hidden keys; what is no key is left out."""
    unfolded = set(sent.getlist("unfolded"))
    rows = [_read_row(sent, key, key in unfolded) for key in _keys(sent, "stages")]
    homes = {int(name[5:]): sent[name] for name in sent if re.fullmatch(r"home-\d{1,18}", name)}
    return Sheet({name: sent.get(name, "") for name in ("name", "summary")}, sent.get("seen", ""), rows, homes)


def _keys(sent: QueryDict, name: str) -> list[str]:
    return list(dict.fromkeys(key for key in sent.getlist(name) if KEY.fullmatch(key)))[:MOST]


def _read_row(sent: QueryDict, key: str, is_open: bool) -> StageRow:
    lines = {
        part: [Line(line, _read(sent, line, fields)) for line in _keys(sent, f"{key}-{part}")]
        for part, fields in PARTS.items()
    }
    return StageRow(key, _read(sent, key, STAGE_FIELDS), lines, is_open)


def _read(sent: Mapping[str, str], key: str, fields: tuple[str, ...]) -> Values:
    return {name: sent.get(f"{key}-{name}", "") for name in fields}


def act_on(sheet: Sheet, act: str) -> Sheet:
    """The sheet after `act`: "add:stages", "remove:stages:<key>", "later:criteria:<stage>:<line>" and the like.

    What makes no sense changes nothing. Stages stay in the order of their kinds.
    """
    verb, _, rest = act.partition(":")
    part, _, rest = rest.partition(":")
    stage_key, _, line_key = rest.partition(":")
    row = next((one for one in sheet.stages if one.key == stage_key), None)
    if part == "stages" and verb in ACTS:
        ACTS[verb](sheet.stages, stage_key, _new_stage)
    elif row and part in PARTS and verb in ACTS:
        row.is_open = True
        ACTS[verb](row.lines[part], line_key, NEW_LINES[part])
    return sheet.in_order()


def _add(rows: list, key: str, new) -> None:
    """Behind the row `key`; without one behind the last open stage, or at the end of the lines."""
    place = next((n + 1 for n, row in enumerate(rows) if row.key == key), len(rows))
    if len(rows) < MOST:
        rows.insert(place, new())


def _remove(rows: list, key: str, new) -> None:
    rows[:] = [row for row in rows if row.key != key]


def _earlier(rows: list, key: str, new) -> None:
    _swap(rows, key, -1)


def _later(rows: list, key: str, new) -> None:
    _swap(rows, key, 1)


def _swap(rows: list, key: str, step: int) -> None:
    place = next((n for n, row in enumerate(rows) if row.key == key), -1)
    if place >= 0 and 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]


def _new_stage() -> StageRow:
    values = dict.fromkeys(STAGE_FIELDS, "") | {"kind": StageKind.OPEN}
    return StageRow(new_key(), values, is_open=True, is_new=True)


def _new_criterion() -> Line:
    return Line(new_key(), {"text": "", "hard": "", "evidence_kind": ExitCriterion.EvidenceKind.TICK, "is_new": True})


def _new_task() -> Line:
    return Line(
        new_key(), {"title": "", "kind": TaskTemplate.TaskKind.TO_DO, "due_days": "", "note": "", "is_new": True}
    )


ACTS = {"add": _add, "remove": _remove, "earlier": _earlier, "later": _later}
NEW_LINES = {"criteria": _new_criterion, "tasks": _new_task}
