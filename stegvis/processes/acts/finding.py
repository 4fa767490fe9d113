"""Finding things of a body by their keys."""

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.bodies import LINES, Body, Row
from stegvis.processes.template_rules import KINDS


def gone() -> Refused:
    """What is to be changed is not there: somebody took it away."""
    return Refused(_("This is no longer in the draft. Somebody removed it in the meantime."))


def find_stage(body: Body, key: str) -> Row:
    """The stage `key`; Refused where it is gone."""
    return next((row for row in body["stages"] if row["key"] == key), None) or _raise()


def find_line(body: Body, key: str) -> tuple[Row, str, Row]:
    """The criterion, task or branch `key`, with its stage and which of the three it is."""
    for stage in body["stages"]:
        for part in LINES:
            for line in stage[part]:
                if line["key"] == key:
                    return stage, part, line
    raise gone()


def find_phase(body: Body, key: str) -> Row:
    """The buyer phase `key`; Refused where it is gone."""
    return next((row for row in body["phases"] if row["key"] == key), None) or _raise()


def find_any(body: Body, key: str) -> tuple[str, Row, str]:
    """What `key` names: its part, its row, and the key of the stage it belongs to."""
    if key == "process":
        return "process", body, ""
    for part in ("stages", "phases"):
        for row in body[part]:
            if row["key"] == key:
                return part, row, key if part == "stages" else ""
    stage, part, line = find_line(body, key)
    return part, line, stage["key"]


def in_order(body: Body) -> None:
    """Stages by kind, as every process has them, otherwise as they stand."""
    body["stages"].sort(key=lambda row: KINDS.index(row["kind"]))


def shift(rows: list[Row], row: Row, to: str, most: int) -> bool:
    """Put `row` elsewhere among the first `most` rows: "earlier", "later", before the key `to`, or last for "end"."""
    place = rows.index(row)
    targets = {"earlier": place - 1, "later": place + 1, "end": most - 1}
    keys = [one["key"] for one in rows]
    wanted = targets.get(to, keys.index(to) - (keys.index(to) > place) if to in keys else place)
    wanted = max(0, min(wanted, most - 1))
    rows.insert(wanted, rows.pop(place))
    return wanted != place


def _raise() -> Row:
    raise gone()
