"""What the drawings of a draft need beyond its page: the flowchart with places to press, the buyer's phases in rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.bodies import Row
from stegvis.processes.draft_page import DraftPage, DrawnRow
from stegvis.processes.draft_places import BEFORE
from stegvis.processes.drawings import draw_body
from stegvis.processes.flowing.elk import NoLayout
from stegvis.processes.models import StageKind
from stegvis.processes.overlays import PLAIN
from stegvis.processes.pictures.picture import flow_scenes
from stegvis.processes.pictures.scene import Scene, Zone
from stegvis.processes.pictures.svg import edited_svg

# What is asked of the designer happens one after the other, as in its templates.
SYNC = "closest process-designer:queue all"
# The sale and its goal stand opposite the buyer's phases; what comes after is reached by its name below.
FACING = (StageKind.OPEN, StageKind.WON)


@dataclass(frozen=True)
class PhaseRows:
    """A phase of the buyer, None for no phase, and the stages that line up with it."""

    phase: Row | None
    stages: tuple[DrawnRow, ...]


@dataclass(frozen=True)
class FlowPictures:
    """The flowchart for wide and for narrow screens, empty where it cannot be had, and `trouble` that says why."""

    pictures: tuple[SafeString, ...]
    trouble: str = ""


def drawn_of(page: DraftPage) -> Any:
    """What the page's drawing needs; None where the page itself is enough."""
    return {"flowchart": flow_pictures, "buyer": phase_rows}.get(page.way, lambda _page: None)(page)


def phase_rows(page: DraftPage) -> list[PhaseRows]:
    """Every phase of the buyer in order with its stages, and last the stages that line up with none."""
    rows = [one for one in (*page.opened, *page.others) if one.row["kind"] in FACING]
    phases = [*page.body["phases"], None]
    return [PhaseRows(phase, tuple(one for one in rows if one.row["buyer_phase"] == _key(phase))) for phase in phases]


def _key(phase: Row | None) -> str:
    return phase["key"] if phase else ""


def flow_pictures(page: DraftPage) -> FlowPictures:
    """The flowchart whose boxes, branches and arrows open beside it."""
    drawing = draw_body(page.body)
    try:
        scenes = flow_scenes(page.body["name"], drawing, PLAIN, (True, False))
    except (NoLayout, Refused) as trouble:
        return FlowPictures((), str(trouble))
    return FlowPictures(tuple(_picture(page, scene, extra) for scene, extra in zip(scenes, SCREENS, strict=True)))


SCREENS = ("only-desk", "only-phone")


def _picture(page: DraftPage, scene: Scene, extra: str) -> SafeString:
    return edited_svg(scene, extra, lambda zone: _link(page, zone))


def _link(page: DraftPage, zone: Zone) -> Mapping[str, str]:
    """A zone as a link that htmx follows, for the keyboard too, and named for screen readers."""
    key = BEFORE + zone.key if zone.kind == "gap" else zone.key
    facts = {"class": f"zone zone-{zone.kind}", "href": page.at(key), "hx-get": page.at(key), "data-at": key}
    facts |= {
        "hx-target": "#designer",
        "hx-swap": "innerMorph",
        "hx-push-url": "true",
        "hx-sync": SYNC,
        "aria-label": _says(page, zone),
    }
    kinds = {"stage": "data-stage-key", "branch": "data-line-key"}
    facts |= {kinds[zone.kind]: zone.key} if zone.kind in kinds else {}
    return facts | ({"aria-current": "true"} if key == page.chosen and zone.kind != "back" else {})


def _says(page: DraftPage, zone: Zone) -> str:
    name = page.name_of(zone.key)
    says = {
        "ask": _("Question after “%(stage)s”: %(words)s"),
        "back": _("Goes on at “%(stage)s”"),
        "branch": _("Branch: %(words)s"),
        "gap": _("Add something before “%(stage)s”"),
    }
    return says.get(zone.kind, "%(stage)s") % {"stage": name, "words": zone.words or _("without words")}
