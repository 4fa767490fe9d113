"""Stages come, go, change places, are split and merged."""

import copy
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import find_stage, in_order
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import LINES, Body, Row, new_key
from stegvis.processes.changes import MOST_DAYS, MOST_LINES, MOST_STAGES
from stegvis.processes.drafts import SIDES
from stegvis.processes.models import StageKind
from stegvis.processes.models.stage import SILENCE_DAYS


def new_stage(kind: str, name: str, phase: str = "") -> Row:
    """A stage that says nothing yet."""
    facts: Row = {"key": new_key(), "lineage": "", "split_from": "", "sources": [], "name": name, "kind": kind}
    facts |= {"definition": "", "buyer_phase": phase, "expected_days": None, "probability": None}
    return facts | {"silence_days": SILENCE_DAYS if kind == StageKind.OPEN else None} | {part: [] for part in LINES}


def add_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A new stage before the stage `key`; without one behind the last of the kind `to`. `values` may name it."""
    _refuse_crowd(body)
    before = find_stage(body, key) if key else None
    kind = before["kind"] if before else to if to in StageKind.values else StageKind.OPEN
    row = new_stage(str(kind), _free_name(body, str(values.get("name") or _("New stage"))[:200]))
    row["buyer_phase"] = before["buyer_phase"] if before else ""
    row["definition"] = str(values.get("definition") or "")[:2000]
    place = body["stages"].index(before) if before else len(body["stages"])
    body["stages"].insert(place, row)
    in_order(body)
    return Told("add_stage", row["name"], row["key"], row["key"])


def split_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Two stages of one: the first keeps its past and the deals, the second stands behind it with half of the days."""
    _refuse_crowd(body)
    first = find_stage(body, key)
    name = _free_name(body, str(values.get("name") or first["name"])[:190])
    second = new_stage(first["kind"], name, first["buyer_phase"])
    second |= {"split_from": key, "probability": first["probability"], "silence_days": first["silence_days"]}
    if first["expected_days"] and first["expected_days"] > 1:
        second["expected_days"] = first["expected_days"] // 2
        first["expected_days"] -= second["expected_days"]
    body["stages"].insert(body["stages"].index(first) + 1, second)
    return Told("split_stage", first["name"], second["key"], second["key"])


def merge_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Stage `key` goes into stage `to`, which takes over what it asked for and suggested; its deals would go there."""
    gone, kept = find_stage(body, key), find_stage(body, to)
    if gone is kept or SIDES[StageKind(gone["kind"])] != SIDES[StageKind(kept["kind"])]:
        raise Refused(_("These two stages cannot become one."))
    if any(len(gone[part]) + len(kept[part]) > MOST_LINES for part in LINES):
        raise Refused(_("The two together hold too many lines."))
    for part in LINES:
        kept[part] += copy.deepcopy(gone[part])
    for criterion in kept["criteria"][len(kept["criteria"]) - len(gone["criteria"]) :]:
        criterion["lineage"] = ""
    days = [one["expected_days"] for one in (gone, kept) if one["expected_days"]]
    kept["expected_days"] = min(sum(days), MOST_DAYS) or None
    kept["definition"] = "\n".join(filter(None, (kept["definition"], gone["definition"])))[:2000]
    _take_out(body, gone, kept["key"])
    return Told("merge_stage", gone["name"], to)


def remove_stage(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A stage goes. Its deals stay in the version they are in, unless publishing says otherwise."""
    row = find_stage(body, key)
    place = body["stages"].index(row)
    _take_out(body, row, "")
    near = body["stages"][max(0, place - 1)]["key"] if body["stages"] else ""
    return Told("remove_stage", row["name"], near)


def _take_out(body: Body, row: Row, home: str) -> None:
    """What named the stage names `home`, or nothing."""
    key = row["key"]
    body["stages"].remove(row)
    homes = body["homes"]
    if row["lineage"]:
        homes[row["lineage"]] = key
    body["homes"] = {lineage: home if at == key else at for lineage, at in homes.items() if home or at != key}
    for stage in body["stages"]:
        if stage["split_from"] == key:
            stage["split_from"] = home if home != stage["key"] else ""
        _lead_elsewhere(stage, key, home)


def _lead_elsewhere(stage: Row, key: str, home: str) -> None:
    for branch in stage["branches"]:
        branch["to"] = home if branch["to"] == key else branch["to"]
    stage["branches"] = [one for one in stage["branches"] if one["to"] not in ("", stage["key"])]


def _refuse_crowd(body: Body) -> None:
    if len(body["stages"]) >= MOST_STAGES:
        raise Refused(_("A process has at most %(number)s stages.") % {"number": MOST_STAGES})


def _free_name(body: Body, name: str) -> str:
    taken = {row["name"].casefold() for row in body["stages"]}
    number = 2
    while name.casefold() in taken and f"{name} {number}".casefold() in taken:
        number += 1
    return f"{name} {number}" if name.casefold() in taken else name
