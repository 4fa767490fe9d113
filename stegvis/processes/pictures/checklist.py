"""The checklist as a scene: stage after stage, in as many columns as fill a sheet of paper best."""

from django.utils.translation import gettext as _

from stegvis.processes.drawings import Drawing, DrawnStage
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures import parts
from stegvis.processes.pictures.afterwards import afterwards
from stegvis.processes.pictures.parts import column
from stegvis.processes.pictures.scene import Box, Scene

WIDE, GAP, EDGE, BELOW = 360, 36, 28, 22
SHEET = 1.35
MOST_COLUMNS = 4


def draw_checklist(title: str, below: str, drawing: Drawing, overlay: Overlay) -> Scene:
    """The scene."""
    highs = [_stage(Scene(""), drawn, overlay, 0, 0) + BELOW for drawn in drawing.stages]
    columns = _columns(highs)
    scene = Scene(title, width=2 * EDGE + columns[-1][1] * (WIDE + GAP) + WIDE if columns else 2 * EDGE + WIDE)
    wide = scene.width - 2 * EDGE
    top = parts.heading(scene, title, below, EDGE, wide)
    ends = [top]
    for drawn, high, (y, place) in zip(drawing.stages, highs, columns, strict=True):
        _stage(scene, drawn, overlay, EDGE + place * (WIDE + GAP), top + y)
        ends.append(top + y + high)
    says = _("A square is something we do, a ring is something the buyer shows.")
    y = scene.tell(says, "small", "ink-3", column(EDGE, max(ends), wide)) + 14
    scene.height = afterwards(scene, drawing, overlay, EDGE, y, wide) + EDGE
    return scene


def _columns(highs: list[float]) -> list[tuple[float, int]]:
    """Where each stage begins and in which column, so that the whole is nearest to the shape of a sheet."""
    tries = [_filled(highs, sum(highs) / count) for count in range(1, MOST_COLUMNS + 1)]
    return min(tries, key=lambda one: abs(_shape(highs, one) - SHEET)) if highs else []


def _filled(highs: list[float], share: float) -> list[tuple[float, int]]:
    """Columns filled from the first on, each until it has its share."""
    places, y, place = [], 0.0, 0
    for high in highs:
        if y and y + high / 2 > share:
            y, place = 0.0, place + 1
        places.append((y, place))
        y += high
    return places


def _shape(highs: list[float], places: list[tuple[float, int]]) -> float:
    high = max(y + own for own, (y, _place) in zip(highs, places, strict=True))
    return (high + 200) / ((places[-1][1] + 1) * (WIDE + GAP) + EDGE)


def _stage(scene: Scene, drawn: DrawnStage, overlay: Overlay, x: float, y: float) -> float:
    """A stage with its steps along a line of its depth."""
    top = parts.name(drawn, overlay, scene, x, y, WIDE) + 6
    if overlay.figures is not None:
        said = " · ".join(filter(None, overlay.figures_of(drawn)))
        top = scene.tell(said, "small", "ink-3", column(x + 28, top - 4, WIDE - 28)) + 4
    end = parts.tasks(drawn, overlay, scene, x + 28, top, WIDE - 28)
    end = parts.evidence(drawn, overlay, scene, x + 28, end, WIDE - 28)
    scene.rect(Box(x + 9, top - 2, 2, max(end - top, 4)), f"depth-{drawn.depth}")
    return end
