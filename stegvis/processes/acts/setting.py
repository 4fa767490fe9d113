"""Changing one field of a draft."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import find_any, gone
from stegvis.processes.acts.moving import follow_kind
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import Body, Row
from stegvis.processes.fields import FIELDS, clean


def set_field(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Set the field `to` of what `key` names to `values["value"]`, as a form sends it."""
    part, row, place = find_any(body, key)
    if to not in FIELDS[part]:
        raise gone()
    value = clean(part, to, values.get("value"))
    _refuse_astray(body, part, to, value, place)
    row[to] = value
    if (part, to) == ("stages", "kind"):
        follow_kind(body, row)
    return Told("set", _name(row, part), place)


def leave_remark(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Let the remark `key` rest: the team means it so."""
    if key not in body.setdefault("left", []) and len(body["left"]) < 200:
        body["left"].append(key[:100])
    return Told("leave", "", to[:60])


def _refuse_astray(body: Body, part: str, name: str, value: Any, stage: str) -> None:
    """What names something else of the draft has to name what is there."""
    if name == "buyer_phase" and value and value not in {row["key"] for row in body["phases"]}:
        raise Refused(_("This phase of the buyer is no longer in the draft."))
    if name == "to" and value not in {row["key"] for row in body["stages"]} - {stage}:
        raise Refused(_("A branch leads to another stage of the process."))


def _name(row: Row, part: str) -> str:
    return str(row.get("name") or row.get("text") or row.get("title") or "")
