"""Criteria, tasks and branches come, go and change places."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import find_line, find_stage, gone, shift
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import LINES, Body, Row, new_key
from stegvis.processes.changes import MOST_LINES
from stegvis.processes.fields import clean
from stegvis.processes.models import ExitCriterion, StageKind, TaskTemplate

EMPTY: dict[str, Row] = {
    "criteria": {"text": "", "buyer_text": "", "hard": False, "evidence_kind": str(ExitCriterion.EvidenceKind.BUYER)},
    "tasks": {"title": "", "kind": str(TaskTemplate.TaskKind.TO_DO), "due_days": None, "role": "", "note": ""},
    "branches": {"text": "", "to": "", "wake_days": None},
}


def add_line(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A new line of the part `to` at the end of the stage `key`, or behind its line `key`; `values` may fill it."""
    if to not in LINES:
        raise gone()
    stage, behind = _place(body, key, to)
    _refuse_crowd(stage, to)
    row = EMPTY[to] | {"key": new_key(), "lineage": "", "sources": []}
    row |= {name: clean(to, name, values[name]) for name in LINES[to] if values.get(name)}
    if to == "branches":
        _lead_somewhere(body, stage, row)
    stage[to].insert(behind, row)
    return Told("add_line", stage["name"], stage["key"], row["key"])


def move_line(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Move a line within its stage: "earlier", "later", or before the line `to`."""
    stage, part, row = find_line(body, key)
    shift(stage[part], row, to, len(stage[part]))
    return Told("move_line", stage["name"], stage["key"])


def send_line(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Move a criterion, task or branch to the end of the stage `to`, or before its line `to`.

    What proves it stays where it was.
    """
    stage, part, row = find_line(body, key)
    target, place = _target(body, part, to)
    if target is stage or row.get("to") == target["key"]:
        raise Refused(_("It cannot go there."))
    _refuse_crowd(target, part)
    stage[part].remove(row)
    sent = row | {"lineage": "", "key": new_key()}
    target[part].insert(place, sent)
    return Told("send_line", stage["name"], target["key"], sent["key"])


def remove_line(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A criterion, task or branch goes."""
    stage, part, row = find_line(body, key)
    stage[part].remove(row)
    return Told("remove_line", stage["name"], stage["key"])


def _place(body: Body, key: str, part: str) -> tuple[Row, int]:
    """The stage that `key` means, and the place behind the line it means there; else behind all."""
    if key in {row["key"] for row in body["stages"]}:
        stage = find_stage(body, key)
        return stage, len(stage[part])
    stage, found, line = find_line(body, key)
    return stage, stage[part].index(line) + 1 if found == part else len(stage[part])


def _target(body: Body, part: str, to: str) -> tuple[Row, int]:
    """The stage that `to` means, and the place of the line it means there; else behind all."""
    if to in {row["key"] for row in body["stages"]}:
        stage = find_stage(body, to)
        return stage, len(stage[part])
    stage, found, line = find_line(body, to)
    return stage, stage[part].index(line) if found == part else len(stage[part])


def _lead_somewhere(body: Body, stage: Row, row: Row) -> None:
    """A new branch leads to the first parked stage, where nothing else is said, and wakes after three months."""
    others = [one for one in body["stages"] if one is not stage]
    if row["to"] not in {one["key"] for one in others}:
        parked = [one for one in others if one["kind"] == StageKind.PARKED]
        row["to"] = (parked or others or [{"key": ""}])[0]["key"]
        row["wake_days"] = 90 if parked else None


def _refuse_crowd(stage: Row, part: str) -> None:
    if len(stage[part]) >= MOST_LINES:
        raise Refused(_("“%(stage)s” holds %(number)s lines already.") % {"stage": stage["name"], "number": MOST_LINES})
