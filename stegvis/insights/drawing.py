"""The directly-follows graph as a picture: boxes of stages, lines as thick as they are frequent, laid out by elkjs.

How much of it is shown is chosen with a slider and kept in the address as `?detail=60`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.insights.figures.flows import Arc, strongest
from stegvis.insights.report import Chart
from stegvis.insights.showing import chart_facts
from stegvis.processes.flowing.elk import NoLayout, Sizes
from stegvis.processes.models import StageKind
from stegvis.processes.operations.laying_out import keep_layouts
from stegvis.processes.pictures.arrows import arrow
from stegvis.processes.pictures.flowchart import ROLES
from stegvis.processes.pictures.measuring import height_of, wrap
from stegvis.processes.pictures.scene import Box, Scene
from stegvis.processes.pictures.svg import page_svg
from stegvis.ui.formats import days, number

USUAL = 80
# Boxes and labels have one size, whatever figures are in them: so a layout is kept from one day to the next.
# Running downwards, on a phone, two boxes have to stand beside each other.
WIDE, NARROW, MARGIN, LABEL = 172, 146, 12, (58, 34)
MOST_LINES = 60


@dataclass(frozen=True)
class Drawn:
    """The graph for wide and narrow screens (none where it cannot be laid out: `trouble`), and what share it shows."""

    detail: int
    says: str
    pictures: Sequence[str]
    trouble: str = ""


def read_detail(text: str) -> int:
    """The slider's place, 0 to 100; the usual one for anything else."""
    return min(100, int(text)) if text.isascii() and text.isdecimal() and len(text) < 4 else USUAL


def drawn_of(chart: Chart, currency: str, deals: str, params: QueryDict) -> Any:
    """What the page needs to draw `chart`: pictures for a graph, else what the element reads (see `showing`)."""
    if chart.kind == "flow":
        return draw_graph(chart, read_detail(params.get("detail", "")))
    return chart_facts(chart, currency, deals)


def draw_graph(chart: Chart, detail: int) -> Drawn:
    """The graph of a chart of kind "flow", with as many lines as `detail` asks for."""
    arcs, shown = _arcs(chart, detail)
    says = _says(shown, arcs)
    try:
        wide, narrow = _scenes(chart, shown, (True, False))
    except (NoLayout, Refused) as trouble:
        return Drawn(
            detail, says, (), str(trouble) or _("The drawing cannot be laid out here; the table says the same.")
        )
    return Drawn(detail, says, [page_svg(wide, "only-desk"), page_svg(narrow, "only-phone")])


def scene_of(chart: Chart, detail: int) -> Scene:
    """The same graph as it lies on a wide screen, for a picture. Raises NoLayout, and Refused while others draw."""
    _all, shown = _arcs(chart, detail)
    return _scenes(chart, shown, (True,))[0]


def _arcs(chart: Chart, detail: int) -> tuple[list[Arc], list[Arc]]:
    """All lines of the graph, and those to be drawn."""
    arcs = [Arc(str(source), str(target), times, 0, took) for source, target, times, took in chart.more["lines"]]
    return arcs, strongest(arcs, detail)[:MOST_LINES]


def _scenes(chart: Chart, shown: Sequence[Arc], ways: Sequence[bool]) -> list[Scene]:
    """The graph running to the right, or downwards."""
    nodes, most = chart.more["nodes"], max((one.number for one in shown), default=1)
    title = f"{chart.title}: {chart.sentence}"
    layouts = keep_layouts([_sizes(nodes, shown, right=right) for right in ways])
    both = zip(layouts, ways, strict=True)
    return [_scene(title, nodes, shown, places, most, _width(right)) for places, right in both]


def _says(shown: Sequence[Arc], arcs: Sequence[Arc]) -> str:
    said = ngettext(
        "%(lines)s line, which is %(moves)s of %(all)s moves.",
        "%(lines)s lines, which are %(moves)s of %(all)s moves.",
        len(shown),
    )
    moves, everything = sum(one.number for one in shown), sum(one.number for one in arcs)
    return said % {"lines": number(len(shown)), "moves": number(moves), "all": number(everything)}


def _sizes(nodes: Sequence[Sequence[Any]], shown: Sequence[Arc], *, right: bool) -> Sizes:
    sizes = tuple((_width(right), _height(node, _width(right))) for node in nodes)
    edges = tuple((int(one.source), int(one.target), *LABEL, _leads_on(one, nodes)) for one in shown)
    return Sizes(right, sizes, edges)


def _leads_on(one: Arc, nodes: Sequence[Sequence[Any]]) -> bool:
    """Whether a line goes to the next stage, or to the sale: the layout keeps those straight."""
    source, target = int(one.source), int(one.target)
    return target == source + 1 or (target > source and nodes[target][1] == StageKind.WON)


def _width(right: bool) -> int:
    return WIDE if right else NARROW


def _height(node: Sequence[Any], width: float) -> float:
    return height_of(len(wrap(node[0], "name", width - 2 * MARGIN)), "name") + height_of(1, "small") + 18


def _scene(
    title: str,
    nodes: Sequence[Sequence[Any]],
    shown: Sequence[Arc],
    places: Mapping[str, Any],
    most: int,
    width: float,
) -> Scene:
    scene = Scene(title, places["width"], places["height"])
    for one, way in zip(shown, places["edges"], strict=True):
        kind = "spine" if _leads_on(one, nodes) else "go"
        arrow(scene, way["points"], f"{kind} weight-{_weight(one.number, most)}")
    for one, way in zip(shown, places["edges"], strict=True):
        if way["label"]:
            _label(scene, one, way["label"])
    for node, (x, y) in zip(nodes, places["nodes"], strict=True):
        _box(scene, node, Box(x, y, width, _height(node, width)))
    return scene


def _weight(times: int, most: int) -> int:
    """How thick a line is, 1 to 5, by how frequent it is."""
    return 1 + round(4 * times / most)


def _label(scene: Scene, one: Arc, at: Sequence[float]) -> None:
    """How often, and after how many days, the line was taken."""
    y = scene.write([number(one.number)], "label", "ink", Box(at[0], at[1], LABEL[0], 16), middle=True)
    took = [days(round(one.days))] if one.days is not None else []
    scene.write(took, "small", "ink-2", Box(at[0], y, LABEL[0], 15), middle=True)


def _box(scene: Scene, node: Sequence[Any], box: Box) -> None:
    name, kind, deals, took = node
    scene.rect(box, ROLES.get(kind, "node"), radius=8)
    x, inside = box.x + MARGIN, box.width - 2 * MARGIN
    y = scene.write(wrap(name, "name", inside), "name", "ink", Box(x, box.y + 9, inside, box.height - 18))
    said = ngettext("%(count)s deal", "%(count)s deals", deals) % {"count": number(deals)}
    below = f"{said} · {days(round(took))}" if took is not None else said
    scene.write([below], "small", "ink-3", Box(x, y, inside, 15))
