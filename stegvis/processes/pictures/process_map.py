"""The map as a scene: stages as columns under the buyer's phases, everything alike on one height."""

from functools import partial

from django.utils.translation import gettext as _

from stegvis.processes.drawings import Drawing, DrawnStage, PhaseSpan
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures import parts
from stegvis.processes.pictures.afterwards import afterwards
from stegvis.processes.pictures.measuring import wrap
from stegvis.processes.pictures.parts import Part, column, tall
from stegvis.processes.pictures.scene import Box, Scene
from stegvis.ui.formats import days, percent

WIDE, GAP, EDGE, PAD, LEAST, TIP = 196, 8, 28, 12, 4, 12


def draw_map(title: str, below: str, drawing: Drawing, overlay: Overlay) -> Scene:
    """The scene."""
    count = max(len(drawing.stages), LEAST)
    scene = Scene(title, width=2 * EDGE + count * (WIDE + GAP) - GAP)
    wide = scene.width - 2 * EDGE
    y = parts.heading(scene, title, below, EDGE, wide)
    y = _phases(scene, drawing, y)
    y = _columns(scene, drawing, overlay, y)
    scene.height = afterwards(scene, drawing, overlay, EDGE, y + 20, wide) + EDGE
    return scene


def _phases(scene: Scene, drawing: Drawing, y: float) -> float:
    if not drawing.phases:
        return y
    widths = [span.span * (WIDE + GAP) - GAP for span in drawing.phases]
    high = max(
        tall(partial(_phase_words, span=span), width - 36) for span, width in zip(drawing.phases, widths, strict=True)
    )
    x = float(EDGE)
    for place, (span, width) in enumerate(zip(drawing.phases, widths, strict=True)):
        if span.phase:
            last, first = place == len(widths) - 1, place == 0
            _band(scene, Box(x, y, width if last else width + TIP, high + 16), first=first)
            _phase_words(scene, x + (12 if first else 22), y + 8, width - 36, span=span)
        x += width + GAP
    return y + high + 16 + 10


def _band(scene: Scene, box: Box, *, first: bool) -> None:
    """A broad arrow that points to the next one."""
    middle, notch = box.y + box.height / 2, box.right - TIP
    start = "" if first else f" L{box.x + TIP:.1f} {middle:.1f}"
    outline = f"M{box.x:.1f} {box.y:.1f} H{notch:.1f} L{box.right:.1f} {middle:.1f} L{notch:.1f} {box.bottom:.1f}"
    scene.path(f"{outline} H{box.x:.1f}{start} Z", "phase")


def _phase_words(scene: Scene, x: float, y: float, width: float, *, span: PhaseSpan) -> float:
    if span.phase is None:
        return y
    y = scene.tell(span.phase.name, "name", "ink-buyer", column(x, y, width))
    first = next(iter(span.phase.commitments), "")
    return scene.tell(first, "small", "ink-buyer", column(x, y, width)) if first else y


def _columns(scene: Scene, drawing: Drawing, overlay: Overlay, y: float) -> float:
    """The cards; each kind of part begins on one height in all of them."""
    inner = WIDE - 2 * PAD
    made = [_parts(drawn, overlay) for drawn in drawing.stages]
    highs = [max(tall(part, inner) for part in row) for row in zip(*made, strict=True)]
    total = sum(highs) + 2 * PAD + 12 * len([high for high in highs if high])
    for place, (drawn, column_parts) in enumerate(zip(drawing.stages, made, strict=True)):
        x = EDGE + place * (WIDE + GAP)
        scene.rect(Box(x, y, WIDE, total), "card", radius=8)
        scene.rect(Box(x, y, WIDE, 3), f"depth-{drawn.depth}", radius=1)
        if overlay.is_here(drawn):
            scene.rect(Box(x, y, WIDE, total), "here", radius=8)
        at = y + PAD + 2
        for part, high in zip(column_parts, highs, strict=True):
            part(scene, x + PAD, at, inner)
            at += high + 12 if high else 0
    return y + (total if made else 0)


def _parts(drawn: DrawnStage, overlay: Overlay) -> list[Part]:
    return [
        partial(_named, drawn, overlay),
        partial(_defined, drawn),
        partial(_listed, _("What usually helps"), partial(parts.tasks, drawn, overlay), bool(drawn.tasks)),
        partial(_listed, _("Evidence to leave"), partial(parts.evidence, drawn, overlay), bool(drawn.criteria)),
        partial(_figures, drawn, overlay),
    ]


def _named(drawn: DrawnStage, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    return parts.name(drawn, overlay, scene, x, y, width)


def _defined(drawn: DrawnStage, scene: Scene, x: float, y: float, width: float) -> float:
    if not drawn.stage.definition:
        return y
    return scene.tell(drawn.stage.definition, "body", "ink-2", column(x, y, width))


def _listed(head: str, written: Part, there: bool, scene: Scene, x: float, y: float, width: float) -> float:
    if not there:
        return y
    y = scene.tell(head, "small", "ink-3", column(x, y, width)) + 4
    return written(scene, x, y, width)


def _figures(drawn: DrawnStage, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    scene.path(f"M{x:.1f} {y:.1f} H{x + width:.1f}", "rule")
    if overlay.figures is None:
        shares = [(_("Usually"), days(drawn.stage.expected_days)), (_("Win"), percent(drawn.stage.probability))]
        said = [f"{head} {value}" for head, value in shares if value]
        return scene.tell(" · ".join(said) or "–", "label", "ink", column(x, y + 6, width))
    for text in overlay.figures_of(drawn):
        y = scene.write(wrap(text, "label", width), "label", "ink", column(x, y + 6, width)) - 4
    return y + 4
