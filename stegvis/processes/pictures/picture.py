"""The four drawings of a process as scenes, asked for by name."""

from stegvis.processes.drawings import Drawing
from stegvis.processes.flowing.graph import flow_of
from stegvis.processes.operations.laying_out import keep_layouts
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures.checklist import draw_checklist
from stegvis.processes.pictures.facing import draw_facing
from stegvis.processes.pictures.flowchart import draw_flow, sheets_of, sizes_of
from stegvis.processes.pictures.parts import heading
from stegvis.processes.pictures.process_map import draw_map
from stegvis.processes.pictures.scene import Scene

WAYS = {"map": draw_map, "checklist": draw_checklist, "buyer": draw_facing}
EDGE, LEAST = 12, 600


def draw_picture(way: str, title: str, below: str, drawing: Drawing, overlay: Overlay) -> Scene:
    """The drawing `way` (map, checklist, flowchart, buyer) under its title; NoLayout where there is no flowchart."""
    if way in WAYS:
        return WAYS[way](title, below, drawing, overlay)
    [scene] = flow_scenes(title, drawing, overlay, (True,), below=below)
    return scene


def flow_scenes(
    title: str, drawing: Drawing, overlay: Overlay, sideways: tuple[bool, ...], *, below: str | None = None
) -> list[Scene]:
    """The flowchart for wide screens (True: from left to right, in rows) and for narrow ones (False: downwards).

    With `below` it stands under its title and that line.
    """
    flow = flow_of(drawing)
    sheets = sheets_of(flow, overlay)
    layouts = keep_layouts([sizes_of(flow, sheets, right=right) for right in sideways])
    scenes = []
    for places in layouts:
        scene = Scene(title, width=max(places["width"], LEAST if below is not None else 0))
        top = 0 if below is None else heading(scene, title, below, EDGE, scene.width - 2 * EDGE)
        draw_flow(scene, flow, sheets, places, overlay, top)
        scenes.append(scene)
    return scenes
