"""The buyer-aligned drawing as a scene: our steps on the left, the buyer's on the right, the stair between them."""

from functools import partial
from itertools import accumulate, pairwise

from django.utils.translation import gettext as _

from stegvis.processes.drawings import Drawing, FacingRow, facing_rows
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures import parts
from stegvis.processes.pictures.parts import Part, column, tall
from stegvis.processes.pictures.scene import Box, Scene

EDGE, PAD = 28, 12
# What we do, the step, what the buyer shows, decides, and the phase.
WIDTHS = (400, 56, 330, 230, 220)
LEFTS = tuple(accumulate((EDGE, *WIDTHS)))


def draw_facing(title: str, below: str, drawing: Drawing, overlay: Overlay) -> Scene:
    """The scene."""
    scene = Scene(title, width=LEFTS[-1] + EDGE)
    y = parts.heading(scene, title, below, EDGE, scene.width - 2 * EDGE)
    y = _heads(scene, y)
    rows = facing_rows(drawing)
    edges = _edges(rows, overlay, y)
    for row, (top, bottom) in zip(rows, pairwise(edges), strict=True):
        _row(scene, row, overlay, top, bottom)
    scene.height = edges[-1] + EDGE
    return scene


def _heads(scene: Scene, y: float) -> float:
    heads = [(0, _("What we do"), "ink-ours"), (2, _("What the buyer shows"), "ink-buyer")]
    heads += [(3, _("and decides"), "ink-buyer"), (4, _("in this phase"), "ink-buyer")]
    ends = [
        scene.tell(words, "name", ink, column(LEFTS[place] + (PAD if place else 0), y, WIDTHS[place] - PAD))
        for place, words, ink in heads
    ]
    return max(ends) + 8


def _edges(rows: list[FacingRow], overlay: Overlay, top: float) -> list[float]:
    """Where rows begin and the last one ends. A phase may be higher than one row: its last row gives it the room."""
    edges, begun, needed = [top], top, 0.0
    for place, row in enumerate(rows):
        cells = max(tall(part, WIDTHS[at] - 2 * PAD) for at, part in _cells(row, overlay) if at != 4)
        bottom = edges[-1] + cells + 2 * PAD
        if row.begins:
            begun, needed = edges[-1], max(tall(part, WIDTHS[at] - 2 * PAD) for at, part in _spanning(row))
        if place == len(rows) - 1 or rows[place + 1].begins:
            bottom = max(bottom, begun + needed + 2 * PAD)
        edges.append(bottom)
    return edges


def _cells(row: FacingRow, overlay: Overlay) -> list[tuple[int, Part]]:
    return [(0, partial(_ours, row, overlay)), (2, partial(_theirs, row, overlay))]


def _spanning(row: FacingRow) -> list[tuple[int, Part]]:
    """What is said once for a phase, beside all its rows."""
    return [(3, partial(_decides, row)), (4, partial(_phase, row))]


def _row(scene: Scene, row: FacingRow, overlay: Overlay, top: float, bottom: float) -> None:
    scene.rect(Box(LEFTS[2], top, sum(WIDTHS[2:]), bottom - top), "theirs")
    scene.rect(Box(LEFTS[4], top, 3, bottom - top), "edge-buyer")
    end = LEFTS[-1] if row.begins else LEFTS[3]
    scene.path(f"M{EDGE} {top:.1f} H{end:.1f}", "rule")
    won = not row.drawn.number
    stair = Box(LEFTS[1], top, WIDTHS[1], bottom - top)
    scene.rect(stair, "won-fill" if won else f"depth-{row.drawn.depth}")
    if overlay.is_here(row.drawn):
        scene.rect(Box(EDGE - 6, top + 2, LEFTS[2] - EDGE + 6, bottom - top - 4), "here", radius=4)
    ink = "on-deep" if won or row.drawn.depth > 3 else "on-pale"
    at = Box(stair.x, top + (stair.height - 20) / 2, stair.width, 20)
    scene.write(["★" if won else str(row.drawn.number)], "head", ink, at, middle=True)
    for place, part in _cells(row, overlay) + (_spanning(row) if row.begins else []):
        part(scene, LEFTS[place] + (PAD if place else 0), top + PAD, WIDTHS[place] - 2 * PAD)


def _ours(row: FacingRow, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    y = scene.tell(row.drawn.stage.name, "head", "ink", column(x, y, width))
    if overlay.is_here(row.drawn):
        y = scene.tell(_("The deal is here"), "small", "ink-ours", column(x, y, width))
    if row.drawn.stage.definition:
        y = scene.tell(row.drawn.stage.definition, "body", "ink-2", column(x, y, width)) + 4
    y = parts.tasks(row.drawn, overlay, scene, x, y, width)
    if overlay.figures is not None:
        said = " · ".join(filter(None, overlay.figures_of(row.drawn)))
        y = scene.tell(said, "label", "ink", column(x, y + 2, width))
    return y


def _theirs(row: FacingRow, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    return parts.evidence(row.drawn, overlay, scene, x, y, width)


def _decides(row: FacingRow, scene: Scene, x: float, y: float, width: float) -> float:
    for question in row.phase.decisions if row.phase else ():
        words = _("“%(words)s”") % {"words": question}
        y = scene.tell(words, "body", "ink-buyer", column(x, y, width)) + 4
    return y


def _phase(row: FacingRow, scene: Scene, x: float, y: float, width: float) -> float:
    if row.phase is None:
        return y
    y = scene.tell(row.phase.name, "name", "ink-buyer", column(x, y, width)) + 2
    for commitment in row.phase.commitments:
        y = scene.tell(commitment, "small", "ink-buyer", column(x, y, width)) + 3
    return y
