"""What the lint tests look at: every template and stylesheet of the project, and what a reader of them would see."""

import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
JINJA = sorted(ROOT.glob("*/jinja2/**/*.html"))
DJANGO = sorted(ROOT.glob("*/templates/**/*.html"))
STYLES = sorted((ROOT / "ui/static/css").rglob("*.css"))
SPOKEN = {"aria-label", "title", "placeholder", "alt", "label"}
HOLE = "\N{BULLET}"


def short(path: Path) -> str:
    """A name for test output."""
    return str(path.relative_to(ROOT))


class Reader(HTMLParser):
    """Collects what is read by people: text, and the attributes that are shown or spoken."""

    def __init__(self):
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs) -> None:
        self.silent += tag in ("script", "style", "kbd", "code")
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag) -> None:
        self.silent -= tag in ("script", "style", "kbd", "code") and self.silent > 0

    def handle_data(self, data) -> None:
        if not self.silent:
            self.said.append(data)


def read(mark_up: str) -> list[str]:
    """The sentences and words of some mark-up."""
    reader = Reader()
    reader.feed(mark_up)
    reader.close()
    return [said.strip() for said in reader.said if said.strip()]


def mark_up_of(tree: nodes.Template) -> str:
    """The literal mark-up of a Jinja2 template: texts in `{% trans %}` are calls by now, expressions become holes."""
    silent = {
        id(out) for block in tree.find_all(nodes.Block) if block.name.endswith("_class") for out in outputs(block)
    }
    parts = [part(node) for out in outputs(tree) if id(out) not in silent for node in out.nodes]
    return tagged("".join(parts))


def outputs(node: nodes.Node) -> list[nodes.Output]:
    """What a part of a template writes."""
    return list(node.find_all(nodes.Output))


def part(node: nodes.Expr) -> str:
    """Mark-up as it is written, a hole for what is only known later."""
    return node.data if isinstance(node, nodes.TemplateData) else HOLE


def tagged(mark_up: str) -> str:
    """A hole may stand for the name of an element; it must not make the rest of the element look like text."""
    return mark_up.replace(f"<{HOLE}", "<hole").replace(f"</{HOLE}", "</hole")


def bare(template: str) -> str:
    """The literal mark-up of a template of Django's engine, without its translated blocks."""
    template = re.sub(r"{%\s*blocktrans.*?endblocktrans\w*\s*%}", HOLE, template, flags=re.DOTALL)
    template = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", template, flags=re.DOTALL)
    return tagged(re.sub(r"{%.*?%}|{{.*?}}", HOLE, template, flags=re.DOTALL))
