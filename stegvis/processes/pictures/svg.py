"""A scene as SVG: one that stands alone, in the colours of paper, or one that takes a page's colours and font."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from stegvis.processes.pictures.measuring import EXTENDED, LATIN, STYLES
from stegvis.processes.pictures.scene import Line, Scene, Shape, Zone
from stegvis.ui.packages import package_file

# The light values of tokens.css as sRGB: printers and viewers of SVG know neither light-dark() nor oklch().
INK, INK2, INK3, LINE, STRONG, CONTROL = "#1c2428", "#465055", "#61696d", "#e4e2de", "#d1cec9", "#858b8d"
ACCENT, ACCENT_SOFT, BUYER, BUYER_SOFT, BUYER_INK = "#005f75", "#e5f1f5", "#c5892b", "#fbf0dc", "#704a15"
WON, WON_SOFT, WON_INK, ATTN = "#2e7b56", "#e0f4e8", "#175b3b", "#9c2f14"
DEPTHS = ("#a3c5d3", "#82aec0", "#6097ad", "#3f809a", "#1d687f", "#064e61")
PAPER = {
    "ground": "fill:#fff",
    "card": f"fill:#fff;stroke:{LINE}",
    "soft": "fill:#f3f2ef",
    "rule": f"stroke:{LINE};fill:none",
    "phase": f"fill:{BUYER_SOFT}",
    "theirs": "fill:#fdf8ee",
    "edge-buyer": f"fill:{BUYER}",
    "seal": f"fill:none;stroke:{BUYER};stroke-width:1.5",
    "seal-met": f"fill:{BUYER};stroke:{BUYER}",
    "tick": f"fill:#fff;stroke:{CONTROL};stroke-width:1.5",
    "tick-done": f"fill:{ACCENT};stroke:{ACCENT}",
    "mark": "fill:none;stroke:#fff;stroke-width:1.75",
    "here": f"fill:none;stroke:{ACCENT};stroke-width:2.5",
    "node": f"fill:#fff;stroke:{STRONG}",
    "plan-b": f"fill:#fff;stroke:{CONTROL};stroke-dasharray:4 3",
    "won": f"fill:{WON_SOFT};stroke:{WON}",
    "won-fill": f"fill:{WON}",
    "after-won": f"fill:#fff;stroke:{WON}",
    "ask": f"fill:{BUYER_SOFT};stroke:{BUYER}",
    "ours": f"fill:{ACCENT_SOFT};stroke:{ACCENT}",
    "back": "fill:#efedea",
    "go": f"fill:none;stroke:{INK3};stroke-width:1.25",
    "spine": f"fill:none;stroke:{ACCENT};stroke-width:1.5",
    # How frequent a way is, where that is drawn.
    **{f"weight-{width}": f"stroke-width:{width}" for width in range(2, 6)},
    **{f"depth-{place}": f"fill:{colour}" for place, colour in enumerate(DEPTHS, 1)},
    "ink": f"fill:{INK}",
    "ink-2": f"fill:{INK2}",
    "ink-3": f"fill:{INK3}",
    "ink-buyer": f"fill:{BUYER_INK}",
    "ink-ours": f"fill:{ACCENT}",
    "ink-won": f"fill:{WON_INK}",
    "ink-attn": f"fill:{ATTN}",
    "on-pale": f"fill:{INK}",
    "on-deep": "fill:#fff",
}
FAMILY = "'Inter Variable','Inter Extended',Inter,'Segoe UI',Roboto,'Noto Sans',sans-serif"
# From the top of a line to the baseline, as a share of its height: Inter's letters then stand in its middle.
BASELINE = 0.72
# How far a page may shrink a flowchart: 11 pixels become 9.5.
SMALLEST = 0.86


def whole_svg(scene: Scene) -> str:
    """A file of its own, its font inside: what is measured is what is shown, on every machine."""
    rules = "".join(f".{role}{{{rule}}}" for role, rule in PAPER.items())
    style = f"<style>{_font_faces()}text{{font-family:{FAMILY};white-space:pre}}{rules}</style>"
    ground = '<rect class="ground" width="100%" height="100%"/>'
    size = f'width="{scene.width:g}" height="{scene.height:g}"'
    return f"{_opened(scene, size)}<title>{escape(scene.title)}</title>{style}{ground}{_content(scene)}</svg>"


def page_svg(scene: Scene, extra: str) -> SafeString:
    """For a page: classes only, coloured by stegvis/ui/static/css/pages/flow.css."""
    size = f'width="{scene.width:g}" height="{scene.height:g}" class="flow-drawing {extra}" role="img"'
    # Every text in it went through escape.
    return mark_safe(  # noqa: S308
        f"{room_svg(scene)}{_opened(scene, size)}<title>{escape(scene.title)}</title>{_content(scene)}</svg>"
    )


def edited_svg(scene: Scene, extra: str, link: Callable[[Zone], Mapping[str, str]]) -> SafeString:
    """The same with its zones as links, whose attributes `link` says: the picture itself is not read aloud."""
    size = f'width="{scene.width:g}" height="{scene.height:g}" class="flow-drawing {extra}"'
    zones = "".join(f"<a{_attributes(link(zone))}>{_zone(zone)}</a>" for zone in scene.zones)
    picture = f'<g aria-hidden="true">{_content(scene)}</g>'
    # Every text in it went through escape.
    return mark_safe(f"{room_svg(scene)}{_opened(scene, size)}{picture}{zones}</svg>")  # noqa: S308


def _attributes(facts: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in facts.items())


def _zone(zone: Zone) -> str:
    box, drawn = zone.box, f'<path class="hot-way" d="{zone.path}"/>' if zone.path else ""
    if box is None:
        return drawn
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if zone.kind == "gap":
        plus = f"M{x - 3.5:.1f} {y:.1f} h7 M{x:.1f} {y - 3.5:.1f} v7"
        ring = f'<circle class="gap" cx="{x:.1f}" cy="{y:.1f}" r="{box.width / 2:g}"/><path class="plus" d="{plus}"/>'
        return f'<circle class="hot-spot" cx="{x:.1f}" cy="{y:.1f}" r="14"/>{ring}'
    facts = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="8"'
    return f'{drawn}<rect class="hot" {facts}/>'


def room_svg(scene: Scene) -> str:
    """Nothing, as wide as the picture has to be at least: the stylesheet shrinks it no further."""
    return f'<svg class="flow-room" width="{scene.width * SMALLEST:g}" height="0" aria-hidden="true"></svg>'


def shapes_svg(scene: Scene, width: float, height: float) -> str:
    """The shapes alone at another size, for paper: there texts are set by Pango, which knows all scripts."""
    rules = "".join(f".{role}{{{rule}}}" for role, rule in PAPER.items())
    size = f'width="{width:g}" height="{height:g}"'
    return f"{_opened(scene, size)}<style>{rules}</style>{''.join(map(_shape, scene.shapes))}</svg>"


def _opened(scene: Scene, facts: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width:g} {scene.height:g}" {facts}>'


def _content(scene: Scene) -> str:
    return "".join(map(_shape, scene.shapes)) + "".join(map(_line, scene.lines))


def _shape(shape: Shape) -> str:
    facts = "".join(f' {name}="{_said(value)}"' for name, value in shape.facts)
    return f'<{shape.tag} class="{shape.role}"{facts}/>'


def _said(value: float | str) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"


def _line(line: Line) -> str:
    style = STYLES[line.style]
    x = line.box.x + line.box.width / 2 if line.middle else line.box.x
    y = line.box.y + style.line * BASELINE
    anchor = ' text-anchor="middle"' if line.middle else ""
    font = f'font-size="{style.size}" font-weight="{style.weight}"'
    return f'<text class="{line.role}" x="{x:.1f}" y="{y:.1f}" {font}{anchor}>{escape(line.text)}</text>'


@cache
def _font_faces() -> str:
    faces = (("Inter Variable", LATIN), ("Inter Extended", EXTENDED))
    return "".join(_face(family, file.read_bytes()) for family, name in faces if (file := package_file(name)))


def _face(family: str, font: bytes) -> str:
    source = f"url(data:font/woff2;base64,{b64encode(font).decode()}) format('woff2')"
    return f"@font-face{{font-family:'{family}';font-weight:100 900;src:{source}}}"
