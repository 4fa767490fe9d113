"""Stages change places: within their kind, from one kind to another, and along the buyer's phases."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import find_stage, in_order, shift
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import Body, Row
from stegvis.processes.models import StageKind

STEPS = {"earlier": -1, "later": 1}


def move_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Move a stage within its kind: "earlier", "later", "end", or before the stage `to`."""
    row = find_stage(body, key)
    kin = [one for one in body["stages"] if one["kind"] == row["kind"]]
    shift(kin, row, to, len(kin))
    order = {one["key"]: place for place, one in enumerate(kin)}
    body["stages"].sort(key=lambda one: order.get(one["key"], -1))
    in_order(body)
    return Told("move_stage", row["name"], key)


def turn_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Make a stage one of the kind `to`, last of them; or of the kind of the stage `to`, and stand before it."""
    row = find_stage(body, key)
    before = find_stage(body, to) if to not in StageKind.values else None
    row["kind"] = before["kind"] if before else to
    _stand(body, row, before)
    follow_kind(body, row)
    return Told("turn_stage", row["name"], key)


def align_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Line a stage up with another of the buyer's phases; its place in the order follows.

    `to` is a phase (behind its last stage), "none", a stage (before it, in its phase), or "earlier" and "later": past
    the neighbour in the phase, at its edge into the next one.
    """
    row = find_stage(body, key)
    if to in STEPS:
        _step(body, row, STEPS[to])
    elif to == "none" or to in _phases(body):
        _enter(body, row, "" if to == "none" else to)
    else:
        _stand_beside(body, row, find_stage(body, to))
    in_order(body)
    return Told("align_stage", row["name"], key)


def follow_kind(body: Body, row: Row) -> None:
    """Only open and parked stages have a chance, only what is parked wakes."""
    if row["kind"] not in (StageKind.OPEN, StageKind.PARKED):
        row["probability"] = None
    if row["kind"] != StageKind.PARKED:
        for branch in (one for stage in body["stages"] for one in stage["branches"] if one["to"] == row["key"]):
            branch["wake_days"] = None
    in_order(body)


def _phases(body: Body) -> list[str]:
    return [phase["key"] for phase in body["phases"]]


def _kin(body: Body, row: Row, phase: str) -> list[Row]:
    """The other stages of the kind that line up with `phase`, in order."""
    alike = [one for one in body["stages"] if one["kind"] == row["kind"] and one is not row]
    return [one for one in alike if one["buyer_phase"] == phase]


def _stand(body: Body, row: Row, before: Row | None) -> None:
    if row is before:
        return
    body["stages"].remove(row)
    body["stages"].insert(body["stages"].index(before) if before else len(body["stages"]), row)


def _stand_beside(body: Body, row: Row, other: Row) -> None:
    if other["kind"] != row["kind"]:
        raise Refused(_("It cannot go there."))
    row["buyer_phase"] = other["buyer_phase"]
    _stand(body, row, other)


def _enter(body: Body, row: Row, phase: str, *, first: bool = False) -> None:
    """Into `phase`, last of it (or first); where nothing lines up with it yet, before what a later phase has."""
    row["buyer_phase"] = phase
    there = _kin(body, row, phase)
    if there and first:
        _stand(body, row, there[0])
    elif there:
        _stand(body, row, _next(body, row, there[-1]))
    elif phase:
        order = _phases(body)
        later = [one for name in order[order.index(phase) + 1 :] for one in _kin(body, row, name)]
        _stand(body, row, later[0] if later else _next(body, row, _last(body, row)))


def _last(body: Body, row: Row) -> Row:
    return [one for one in body["stages"] if one["kind"] == row["kind"]][-1]


def _next(body: Body, row: Row, after: Row) -> Row | None:
    """The stage that stands behind `after`, not counting `row`."""
    others = [one for one in body["stages"] if one is not row or one is after]
    return next(iter(others[others.index(after) + 1 :]), None)


def _step(body: Body, row: Row, step: int) -> None:
    here = [one for one in body["stages"] if one is row or one in _kin(body, row, row["buyer_phase"])]
    place = here.index(row) + step
    if 0 <= place < len(here):
        _stand(body, row, here[place] if step < 0 else _next(body, row, here[place]))
        return
    order = [*_phases(body), ""]
    wanted = order.index(row["buyer_phase"]) + step if row["buyer_phase"] in order else 0
    if 0 <= wanted < len(order):
        _enter(body, row, order[wanted], first=step > 0)
