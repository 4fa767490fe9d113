"""Where somebody is in the designer: on which drawing of the draft, and what is open beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from stegvis.processes.acts import Act, Told
from stegvis.processes.bodies import LINES, Body

DRAWINGS = ("map", "checklist", "flowchart", "buyer")
# On these the drawing itself is a form: names and lines are written where they stand.
WRITTEN = ("checklist", "buyer")
SECTIONS = ("process", "phases")
BEFORE = "before-"


@dataclass(frozen=True)
class Place:
    """The designer's address, one of `DRAWINGS`, and the key of what is chosen.

    That is a stage, a line, a phase, one of `SECTIONS`, or "before-<stage>" for the arrow that leads to that stage.
    """

    address: str = ""
    drawing: str = "map"
    chosen: str = ""

    def at(self, chosen: str, drawing: str = "") -> str:
        """The address of the same draft with something else open, or on another drawing."""
        return self.address + self.query(chosen, drawing or self.drawing)

    def query(self, chosen: str, drawing: str) -> str:
        """The end of such an address; the map, where one begins, needs no name."""
        said = {"stage": chosen, "drawing": "" if drawing == "map" else drawing}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def after(self, act: Act, told: Told) -> "Place":
        """Where one is when `act` was done: on the map and the flowchart at what it made, else where one was."""
        if self.drawing == "map":
            return replace(self, chosen=told.place or self.chosen)
        moved = act.key == self.chosen and act.verb in ("send_line", "merge_stage")
        if told.made and (moved or self.drawing == "flowchart"):
            return replace(self, chosen=told.made)
        return replace(self, chosen=told.place) if moved else self


def read_place(query: Mapping[str, str], address: str) -> Place:
    """The place that an address names; what it does not know is the map."""
    drawing = query.get("drawing", "")
    return Place(address, drawing if drawing in DRAWINGS else "map", query.get("stage", "")[:100])


def settle(body: Body, place: Place) -> Place:
    """The same place with something chosen that is there; on the map the first stage where nothing is named."""
    return replace(place, chosen=_chosen(body, place))


def _chosen(body: Body, place: Place) -> str:
    stages = [row["key"] for row in body["stages"]]
    # The buyer's phases are written on the buyer's drawing itself.
    if place.chosen in stages or (place.chosen in SECTIONS and (place.chosen, place.drawing) != ("phases", "buyer")):
        return place.chosen
    home = _home_of(body, place.chosen)
    if place.drawing == "map":
        return home or (stages[0] if stages else "process")
    if home or (place.drawing == "buyer" and place.chosen in {row["key"] for row in body["phases"]}):
        return place.chosen
    arrow = place.chosen.startswith(BEFORE) and place.chosen.removeprefix(BEFORE) in stages
    return place.chosen if arrow and place.drawing == "flowchart" else ""


def _home_of(body: Body, key: str) -> str:
    """The stage whose line `key` names; empty where none does."""
    homes = (row["key"] for row in body["stages"] for part in LINES for line in row[part] if line["key"] == key)
    return next(homes, "")
