"""The flowchart as a scene: boxes as large as their texts, then arrows and boxes where the layout puts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.processes.flowing.elk import Sizes
from stegvis.processes.flowing.graph import Edge, Flow, Node
from stegvis.processes.models import StageKind
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures.arrows import along, arrow, way_of
from stegvis.processes.pictures.measuring import height_of, width_of, wrap
from stegvis.processes.pictures.scene import Box, Scene, Zone
from stegvis.ui.formats import days

WIDE, LABEL, TIP, EDGE = 152, 128, 22, 10
# From a question's texts to where its sides begin to slant.
ROOM = 6
# The plus on an arrow: half of its size, and where along the arrow it may stand, the best place first.
GAP, SHARES = 8, (0.5, 0.22, 0.78, 0.35, 0.65)
ROLES: dict[str, str] = {
    StageKind.OPEN: "node",
    StageKind.WON: "won",
    StageKind.AFTER_WON: "after-won",
    StageKind.PARKED: "plan-b",
    StageKind.LOST: "plan-b",
    StageKind.AFTER_LOST: "plan-b",
}


@dataclass(frozen=True)
class Sheet:
    """A node with its texts wrapped and its size known."""

    node: Node
    title: tuple[str, ...]
    below: tuple[str, ...]
    width: float
    height: float


def sheets_of(flow: Flow, overlay: Overlay) -> list[Sheet]:
    """The nodes of `flow` as large as they have to be. Their size does not depend on today's figures."""
    return [_sheet(node, overlay) for node in flow.nodes]


def sizes_of(flow: Flow, sheets: list[Sheet], *, right: bool) -> Sizes:
    """What the layout has to know."""
    labels = [_label(edge.words) for edge in flow.edges]
    edges = [
        (edge.source, edge.target, *_size(label), edge.spine) for edge, label in zip(flow.edges, labels, strict=True)
    ]
    return Sizes(right, tuple((sheet.width, sheet.height) for sheet in sheets), tuple(edges))


def draw_flow(
    scene: Scene, flow: Flow, sheets: list[Sheet], places: Mapping[str, Any], overlay: Overlay, top: float
) -> None:
    """Put the flowchart into `scene` from `top` on; `places` is what the layout answered."""
    scene.height = top + places["height"]
    for edge, way in zip(flow.edges, places["edges"], strict=True):
        points = [(x, y + top) for x, y in way["points"]]
        arrow(scene, points, "spine" if edge.spine else "go")
        label = None
        if way["label"] and edge.words:
            lines, (x, y) = _label(edge.words), way["label"]
            label = Box(x, y + top, *_size(lines))
            scene.write(lines, "label", "ink-2", label)
        _edge_zone(scene, edge, points, label)
    for sheet, (x, y) in zip(sheets, places["nodes"], strict=True):
        box = Box(x, y + top, sheet.width, sheet.height)
        _draw(scene, sheet, box, overlay)
        _node_zone(scene, sheet.node, box)


def _edge_zone(scene: Scene, edge: Edge, points: list[tuple[float, float]], label: Box | None) -> None:
    if edge.branch:
        scene.zones.append(Zone("branch", edge.branch, edge.words, label, way_of(points)))
    if edge.before:
        spots = [Box(x - GAP, y - GAP, 2 * GAP, 2 * GAP) for x, y in (along(points, share) for share in SHARES)]
        free = [spot for spot in spots if label is None or not spot.meets(label)]
        scene.zones.append(Zone("gap", edge.before, "", (free or spots)[0]))


def _node_zone(scene: Scene, node: Node, box: Box) -> None:
    key = node.drawn.key if node.drawn else node.goal
    if key:
        kind = node.kind if node.kind in ("ask", "back") else "stage"
        scene.zones.append(Zone(kind, key, node.title, box))


def _label(words: str) -> tuple[str, ...]:
    return wrap(words, "label", LABEL) if words else ()


def _size(lines: tuple[str, ...]) -> tuple[float, float]:
    return (max(width_of(line, "label") for line in lines) + 2, height_of(len(lines), "label")) if lines else (0, 0)


def _sheet(node: Node, overlay: Overlay) -> Sheet:
    if node.kind == "ask":
        return _question(node)
    if node.kind == "back":
        return _sized(node, wrap(node.title, "label", WIDE), (), "label")
    below = () if node.drawn is None else overlay.room(node.drawn) or _usual(node)
    return _sized(node, wrap(node.title, "name", WIDE), below, "name", least=WIDE if overlay.figures else 96)


def _sized(node: Node, title: tuple[str, ...], below: tuple[str, ...], style: str, least: float = 40) -> Sheet:
    wide = max([least, *(width_of(one, style) for one in title), *(width_of(one, "small") for one in below)])
    mark = 20 if node.kind == StageKind.OPEN else 0
    height = height_of(len(title), style) + height_of(len(below), "small") + (12 if node.kind == "back" else 18)
    return Sheet(node, title, below, round(wide + 2 * 12 + mark), height)


def _question(node: Node) -> Sheet:
    title = wrap(node.title, "label", WIDE)
    below = tuple(line for text in node.details for line in wrap(f"• {text}", "small", WIDE))
    height = height_of(len(title), "label") + height_of(len(below), "small") + 16
    return Sheet(node, title, below, WIDE + 2 + 2 * (TIP + ROOM), max(height, 44))


def _usual(node: Node) -> tuple[str, ...]:
    expected = node.drawn.stage.expected_days if node.drawn else None
    return wrap(_("usually %(days)s") % {"days": days(expected)}, "small", WIDE) if expected else ()


def _draw(scene: Scene, sheet: Sheet, box: Box, overlay: Overlay) -> None:
    if sheet.node.kind == "ask":
        _draw_question(scene, sheet, box, overlay)
    elif sheet.node.kind == "back":
        scene.rect(box, "back", radius=14)
        scene.write(sheet.title, "label", "ink-2", _inside(box, 12, 6), middle=True)
    else:
        _draw_stage(scene, sheet, box, overlay)


def _inside(box: Box, across: float, down: float) -> Box:
    return Box(box.x + across, box.y + down, box.width - 2 * across, box.height - 2 * down)


def _draw_stage(scene: Scene, sheet: Sheet, box: Box, overlay: Overlay) -> None:
    node = sheet.node
    scene.rect(box, ROLES[node.kind], radius=8)
    inside = _inside(box, 12, 9)
    if node.drawn and overlay.is_here(node.drawn):
        scene.rect(_inside(box, -4, -4), "here", radius=11)
    if node.kind == StageKind.OPEN and node.drawn:
        scene.rect(Box(inside.x, inside.y + 4, EDGE, EDGE), f"depth-{node.drawn.depth}", radius=3)
        inside = Box(inside.x + 20, inside.y, inside.width - 20, inside.height)
    y = scene.write(sheet.title, "name", "ink", inside)
    below = (overlay.figures_of(node.drawn) if node.drawn and overlay.figures else ()) or sheet.below
    scene.write(below, "small", "ink-3", Box(inside.x, y, inside.width, box.bottom - y))


def _draw_question(scene: Scene, sheet: Sheet, box: Box, overlay: Overlay) -> None:
    middle = box.y + box.height / 2
    tip = min(TIP, box.height / 2)
    left, right = box.x + tip, box.right - tip
    outline = f"M{box.x:.1f} {middle:.1f} L{left:.1f} {box.y:.1f} H{right:.1f} L{box.right:.1f} {middle:.1f}"
    scene.path(f"{outline} L{right:.1f} {box.bottom:.1f} H{left:.1f} Z", "ours" if sheet.node.ours else "ask")
    ink = "ink-ours" if sheet.node.ours else "ink-buyer"
    inside = _inside(box, TIP + ROOM, 8)
    tall = height_of(len(sheet.title), "label") + height_of(len(sheet.below), "small")
    top = Box(inside.x, box.y + (box.height - tall) / 2, inside.width, tall)
    y = scene.write(sheet.title, "label", ink, top, middle=True)
    scene.write(sheet.below, "small", ink, Box(top.x, y, top.width, top.bottom - y))
