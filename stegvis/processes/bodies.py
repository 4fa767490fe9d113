"""The body of a draft: a process as plain data, which acts change and JSON keeps. No database here.

Stages, phases, criteria, tasks and branches each have a `key` that stays the same while a draft lives: what goes on
from the version in force has its lineage (phases their own key), what is new a word that begins with n. Branches and
stages name others by it. `homes` says for lineages of removed stages the key of the stage where their deals would go.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from stegvis.processes.drafts import BranchDraft, CriterionDraft, StageDraft, TaskDraft
from stegvis.processes.models import BuyerPhase, ExitCriterion

Body = dict[str, Any]
Row = dict[str, Any]
KEY = re.compile(r"[a-z0-9-]{1,60}")
STAGE_FIELDS = ("name", "kind", "definition", "buyer_phase", "expected_days", "silence_days", "probability")
LINES = {
    "criteria": ("text", "buyer_text", "hard", "evidence_kind"),
    "tasks": ("title", "kind", "due_days", "role", "note"),
    "branches": ("text", "to", "wake_days"),
}


def new_key() -> str:
    """A key for what is new; no lineage begins with n."""
    return f"n{uuid4().hex[:15]}"


def from_buyer(stage: Row) -> list[Row]:
    """The criteria of a stage that the buyer shows; what only the seller says is not evidence from the buyer."""
    return [one for one in stage["criteria"] if one["text"] and one["evidence_kind"] not in ExitCriterion.OURS]


def body_of(name: str, summary: str, phases: Sequence[Row], stages: Iterable[Row]) -> Body:
    """A body with nothing removed yet."""
    return {"name": name, "summary": summary, "phases": list(phases), "stages": list(stages), "homes": {}}


def phase_row(phase: BuyerPhase) -> Row:
    """A buyer phase in a body."""
    lists = {name: list(getattr(phase, name)) for name in ("commitments", "decisions")}
    return {"key": phase.key, "name": phase.name, "summary": phase.summary} | lists


def stage_rows(drafts: Sequence[StageDraft], phases: Sequence[str | None]) -> list[Row]:
    """Stages in a body; `phases` are the keys of their buyer phases, place by place."""
    keys = {draft.named: draft.lineage or new_key() for draft in drafts if draft.named}
    return [
        _stage_row(one, keys.get(one.named) or new_key(), phase, keys)
        for one, phase in zip(drafts, phases, strict=True)
    ]


def _stage_row(draft: StageDraft, key: str, phase: str | None, keys: Mapping[str, str]) -> Row:
    row = {name: getattr(draft, name) for name in STAGE_FIELDS}
    row |= {"kind": str(draft.kind), "buyer_phase": phase or ""}
    row |= {"key": key, "lineage": draft.lineage, "split_from": "", "sources": list(draft.sources)}
    for part in LINES:
        lines = enumerate(getattr(draft, part))
        row[part] = [_line_row(one, part, keys) | {"key": _line_key(one, draft, part, place)} for place, one in lines]
    return row


def _line_key(line: CriterionDraft | TaskDraft | BranchDraft, draft: StageDraft, part: str, place: int) -> str:
    """The same each time for what is in force: an editor may be open before the draft begins."""
    made = f"n{part[0]}{place}x{draft.lineage[:16]}" if draft.lineage else new_key()
    return getattr(line, "lineage", "") or made


def _line_row(line: CriterionDraft | TaskDraft | BranchDraft, part: str, keys: Mapping[str, str]) -> Row:
    row = {name: getattr(line, name) for name in LINES[part]}
    lineage = getattr(line, "lineage", "")
    for name in ("kind", "evidence_kind"):
        if name in row:
            row[name] = str(row[name])
    if "to" in row:
        row["to"] = keys.get(row["to"], "")
    return row | {"lineage": lineage, "sources": list(line.sources)}


def completed(body: Body) -> Body:
    """The same body, where it was kept by an earlier version of the program with the fields that came since."""
    for line in (line for row in body["stages"] for line in row["criteria"]):
        line.setdefault("buyer_text", "")
    return body


def drafts_in(body: Body, phases: Mapping[str, int]) -> list[StageDraft]:
    """The stages a body wants; `phases` are ids by key, and one that is not among them is none."""
    return [_stage_draft(row, phases) for row in body["stages"]]


def _said(line: Row) -> bool:
    """Whether a line says anything: one that was only begun is none."""
    return bool(line.get("text") or line.get("title"))


def _stage_draft(row: Row, phases: Mapping[str, int]) -> StageDraft:
    facts = {name: row[name] for name in STAGE_FIELDS} | {"buyer_phase": phases.get(row["buyer_phase"])}
    return StageDraft(
        **facts,
        lineage=row["lineage"],
        key=row["key"],
        criteria=tuple(
            CriterionDraft(**_facts(one, "criteria"), lineage=one["lineage"]) for one in row["criteria"] if _said(one)
        ),
        tasks=tuple(TaskDraft(**_facts(one, "tasks")) for one in row["tasks"] if _said(one)),
        branches=tuple(BranchDraft(**_facts(one, "branches")) for one in row["branches"] if _said(one)),
    )


def _facts(line: Row, part: str) -> Row:
    # A body that was kept before there were words of the buyer has none.
    return {name: line.get(name, "") if name == "buyer_text" else line[name] for name in LINES[part]}
