"""The buyer's phases come, go and change places."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts.finding import find_phase, shift
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import Body, new_key

MOST_PHASES = 20


def add_phase(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A new phase of the buyer behind the others."""
    if len(body["phases"]) >= MOST_PHASES:
        raise Refused(_("A process has at most %(number)s phases of the buyer.") % {"number": MOST_PHASES})
    name = str(values.get("name") or _("New phase"))[:100]
    row = {"key": new_key(), "name": name, "summary": "", "commitments": [], "decisions": []}
    body["phases"].append(row)
    return Told("add_phase", row["name"], "", row["key"])


def move_phase(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """Move a phase: "earlier", "later", or before the phase `to`."""
    row = find_phase(body, key)
    shift(body["phases"], row, to, len(body["phases"]))
    return Told("move_phase", row["name"])


def remove_phase(body: Body, key: str, to: str, values: Mapping[str, Any]) -> Told:
    """A phase goes; stages that lined up with it line up with none."""
    row = find_phase(body, key)
    body["phases"].remove(row)
    for stage in body["stages"]:
        if stage["buyer_phase"] == key:
            stage["buyer_phase"] = ""
    return Told("remove_phase", row["name"])
