"""What several drawings are made of: a step's number, evidence, tasks, headings. Each answers where it ends."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from stegvis.processes.drawings import DrawnStage
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures.measuring import height_of, width_of, wrap
from stegvis.processes.pictures.scene import Box, Scene

Part = Callable[[Scene, float, float, float], float]
TALL = 1_000_000.0


def tall(part: Part, width: float) -> float:
    """How high `part` is when it is so wide."""
    return part(Scene(""), 0, 0, width)


def column(x: float, y: float, width: float) -> Box:
    """A box as high as it takes."""
    return Box(x, y, width, TALL)


def heading(scene: Scene, title: str, below: str, x: float, width: float) -> float:
    """The name of the process, and what is said of it."""
    y = scene.tell(title, "title", "ink", column(x, 20, width))
    return (scene.tell(below, "body", "ink-3", column(x, y + 2, width)) if below else y) + 16


def step(scene: Scene, drawn: DrawnStage, x: float, y: float) -> None:
    """The number of a stage on its depth."""
    scene.rect(Box(x, y, 20, 20), f"depth-{drawn.depth}", radius=4)
    ink = "on-deep" if drawn.depth > 3 else "on-pale"
    scene.write([str(drawn.number)], "label", ink, Box(x, y + 2, 20, 16), middle=True)


def name(drawn: DrawnStage, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    """Number and name; said where the deal is."""
    step(scene, drawn, x, y)
    end = scene.tell(drawn.stage.name, "head", "ink", column(x + 28, y, width - 28))
    if overlay.is_here(drawn):
        end = scene.tell(_("The deal is here"), "small", "ink-ours", column(x + 28, end, width - 28))
    return end


def evidence(drawn: DrawnStage, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    """What the buyer shows: a ring each, filled where it was shown."""
    for criterion in drawn.criteria:
        met = overlay.is_met(criterion)
        scene.ring(x + 6, y + 9, 5.5, "seal-met" if met else "seal")
        if met:
            scene.path(f"M{x + 3.2:.1f} {y + 9:.1f} l2 2.2 l3.6 -4.2", "mark")
        words = _("%(criterion)s (required)") % {"criterion": criterion.text} if criterion.hard else criterion.text
        y = scene.tell(words, "body", "ink", column(x + 20, y, width - 20)) + 4
    return y


def tasks(drawn: DrawnStage, overlay: Overlay, scene: Scene, x: float, y: float, width: float) -> float:
    """What we do: a square each, ticked where it was done."""
    for task in drawn.tasks:
        done = overlay.is_done(drawn, task)
        scene.rect(Box(x, y + 3, 11, 11), "tick-done" if done else "tick", radius=3)
        if done:
            scene.path(f"M{x + 2.8:.1f} {y + 8.6:.1f} l2 2.2 l3.8 -4.4", "mark")
        y = scene.tell(task.title, "body", "ink", column(x + 20, y, width - 20)) + 4
    return y


def chip(scene: Scene, text: str, role: str, ink: str, x: float, y: float, most: float) -> Box:
    """A word in a box that is as wide as the word, at most so wide; the box."""
    lines = wrap(text, "label", most - 20)
    wide = max(width_of(line, "label") for line in lines)
    box = Box(x, y, wide + 20, height_of(len(lines), "label") + 10)
    scene.rect(box, role, radius=13)
    scene.write(lines, "label", ink, Box(x + 10, y + 5, wide, box.height - 10))
    return box
