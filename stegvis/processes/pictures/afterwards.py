"""What comes after the decision, in a line for each outcome."""

from django.utils.translation import gettext as _

from stegvis.processes.drawings import Drawing, DrawnStage, Row
from stegvis.processes.models import StageKind
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures.parts import chip, column
from stegvis.processes.pictures.scene import Scene
from stegvis.ui.formats import days

WIDEST = 260
ROLES: dict[str, tuple[str, str]] = {StageKind.WON: ("won", "ink-won"), StageKind.AFTER_WON: ("after-won", "ink-won")}


def afterwards(scene: Scene, drawing: Drawing, overlay: Overlay, x: float, y: float, width: float) -> float:
    """The rows below each other; where they end."""
    if not drawing.rows:
        return y
    y = scene.tell(_("And then"), "name", "ink", column(x, y, width)) + 6
    for row in drawing.rows:
        scene.path(f"M{x:.1f} {y:.1f} H{x + width:.1f}", "rule")
        y = _row(scene, row, overlay, x, y + 8, width) + 8
    return y


def _row(scene: Scene, row: Row, overlay: Overlay, x: float, y: float, width: float) -> float:
    """The chips of a row, in as many lines as they take."""
    at, bottom = x, y
    for drawn in (*row.ends, *row.then):
        role, ink = ROLES.get(drawn.stage.kind, ("plan-b", "ink-2"))
        box = chip(Scene(""), _words(drawn, overlay), role, ink, at, y, min(WIDEST, width))
        if at > x and box.right > x + width:
            at, y = x, bottom + 6
        box = chip(scene, _words(drawn, overlay), role, ink, at, y, min(WIDEST, width))
        if overlay.is_here(drawn):
            scene.rect(box, "here", radius=13)
        at, bottom = box.right + 12, max(bottom, box.bottom)
    return bottom


def _words(drawn: DrawnStage, overlay: Overlay) -> str:
    expected = drawn.stage.expected_days
    said = [drawn.stage.name, _("about %(days)s") % {"days": days(expected)} if expected else ""]
    return " · ".join(filter(None, (*said, *overlay.figures_of(drawn)[:1])))
