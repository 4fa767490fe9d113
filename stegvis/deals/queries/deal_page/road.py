"""The road of a deal: its stages as a stair, with the days spent in each, and the buyer's phases beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stegvis.core.written import Written
from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.queries.deal_page.structure import PageStage
from stegvis.ui.formats import days
from stegvis.ui.marks import depth

# More stays than these are not added up: the page would cost more the longer a deal wanders about.
MOST_VISITS = 200
UNKNOWN = object()


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the stair; `state` is done, here, ahead or skipped, `time` what is said about its days."""

    id: int
    name: str
    state: str
    depth: int
    time: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the buyer's phases over `span` steps; without a name where a stage has none."""

    name: str
    span: int
    state: str


@dataclass(frozen=True)
class Road:
    """The stair and the phases; `place` of `of` is the stage's place among the open ones (0 outside them)."""

    steps: list[Step]
    phases: list[Phase]
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Stayed:
    """How long a deal was in a stage, all its stays together; `known` is False where a time is missing."""

    time: timedelta
    known: bool


def read_road(deal: Deal, stages: Sequence[PageStage], now: datetime) -> Road:
    """The road of `deal` through `stages` (those of its version), as it is `now`."""
    stayed = stays_by_lineage(deal, now)
    opened = [stage for stage in stages if stage.is_open]
    here = next((place for place, stage in enumerate(opened) if stage.id == deal.stage_id), None)
    reached = _reached(opened, stayed) if here is None else here
    states = [_state(stage, place, here, reached, stayed) for place, stage in enumerate(opened)]
    steps = [
        _step(stage, place, len(opened), state, stayed)
        for place, (stage, state) in enumerate(zip(opened, states, strict=True))
    ]
    outside = [] if here is not None else [_outside(deal, stayed)]
    phases = _phases(opened, states)
    return Road(
        steps + outside,
        phases + [Phase("", 1, "none")] * len(outside),
        (here or 0) + 1 if here is not None else 0,
        len(opened),
    )


def stays_by_lineage(deal: Deal, now: datetime) -> dict[str, Stayed]:
    """How long `deal` was in each stage, by the stage's lineage, as visits outlive versions. One query."""
    found: dict[str, Stayed] = {}
    for lineage, entered, left, following in VISITS(workspace=deal.workspace_id, deal=deal.pk):
        end = left if following else now
        before = found.get(lineage, Stayed(timedelta(), True))
        time = end - entered if entered and end else None
        found[lineage] = Stayed(before.time + (time or timedelta()), before.known and time is not None)
    return found


def _visits(workspace: int, deal: int) -> QuerySet:
    visits = StageVisit.objects.filter(workspace=workspace, deal=deal).order_by("-sequence")
    return visits.values_list("stage__lineage", "entered_at", "left_at", "next_stage")[:MOST_VISITS]


VISITS = Written(_visits)


def _reached(opened: Sequence[PageStage], stayed: dict[str, Stayed]) -> int:
    """The place behind the furthest open stage that the deal was in."""
    return max((place + 1 for place, stage in enumerate(opened) if stage.lineage in stayed), default=0)


def _state(stage: PageStage, place: int, here: int | None, reached: int, stayed: dict[str, Stayed]) -> str:
    if place == here:
        return "here"
    if place >= reached:
        return "ahead"
    return "done" if stage.lineage in stayed else "skipped"


def _step(stage: PageStage, place: int, of: int, state: str, stayed: dict[str, Stayed]) -> Step:
    return Step(stage.id, stage.name, state, depth(place, of), _time(stage, state, stayed.get(stage.lineage)))


def _outside(deal: Deal, stayed: dict[str, Stayed]) -> Step:
    """The step for a stage that is not on the stair: won, lost, parked or after."""
    been = stayed.get(deal.stage.lineage)
    return Step(deal.stage_id, deal.stage.name, "here", 6, _stayed(been) if been else "")


def _time(stage: PageStage, state: str, been: Stayed | None) -> str:
    if state == "skipped":
        return _("skipped")
    if been is None:
        return _("usually %(days)s") % {"days": days(stage.expected_days)} if stage.expected_days else ""
    if state == "here" and stage.expected_days:
        return _("%(days)s, usually %(number)s") % {"days": _stayed(been), "number": stage.expected_days}
    return _stayed(been)


def _stayed(been: Stayed) -> str:
    return days(been.time.days) if been.known else _("time unknown")


def _phases(opened: Sequence[PageStage], states: Sequence[str]) -> list[Phase]:
    pairs = zip(opened, states, strict=True)
    groups = [list(group) for _key, group in groupby(pairs, key=lambda pair: pair[0].phase_id)]
    return [_phase(group[0][0], [state for _stage, state in group]) for group in groups]


def _phase(stage: PageStage, states: list[str]) -> Phase:
    if stage.phase is None:
        return Phase("", len(states), "none")
    state = "here" if "here" in states else "ahead" if set(states) <= {"ahead"} else ""
    return Phase(stage.phase, len(states), state)
