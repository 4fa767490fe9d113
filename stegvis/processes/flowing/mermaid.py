"""The flowchart as text that Mermaid draws: for wikis and version control."""

from stegvis.processes.flowing.graph import Flow, Node
from stegvis.processes.models import StageKind
from stegvis.processes.pictures.measuring import clean

SHAPES = {"ask": ("{{", "}}"), "back": ("([", "])"), StageKind.WON: ("[[", "]]")}
CLASSES: dict[str, str] = {
    StageKind.LOST: "planb",
    StageKind.PARKED: "planb",
    StageKind.AFTER_LOST: "planb",
    StageKind.WON: "won",
}
STYLES = ("classDef planb stroke-dasharray: 4 3", "classDef won fill:#e0f4e8,stroke:#2e7b56")
# What Mermaid would read as its own or as mark-up, in its way of writing characters by number.
UNSAFE = str.maketrans({sign: f"#{ord(sign)};" for sign in '"#;<>&`\\{}[]()|'})


def mermaid_of(flow: Flow, title: str) -> str:
    """The text, in lines; names cannot break out of their quotes."""
    lines = ["flowchart LR", f"%% {_plain(title)}"]
    lines += [f"  n{place}{_node(node)}" for place, node in enumerate(flow.nodes)]
    for edge in flow.edges:
        words = f'|"{_quoted(edge.words)}"|' if edge.words else ""
        lines.append(f"  n{edge.source} -->{words} n{edge.target}")
    lines += [f"  class n{place} {CLASSES[node.kind]}" for place, node in enumerate(flow.nodes) if node.kind in CLASSES]
    return "\n".join([*lines, *(f"  {style}" for style in STYLES), ""])


def _node(node: Node) -> str:
    start, end = SHAPES.get(node.kind, ("[", "]"))
    words = "<br>".join(_quoted(text) for text in (node.title, *(f"• {one}" for one in node.details)))
    return f'{start}"{words}"{end}'


def _quoted(text: str) -> str:
    return _plain(text).translate(UNSAFE)


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
