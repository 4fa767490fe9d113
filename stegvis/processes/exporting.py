"""A drawing as a file: SVG, PDF or PNG of each, Mermaid for the flowchart, XLSX for the checklist."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.drawings import Drawing
from stegvis.processes.flowing.elk import NoLayout
from stegvis.processes.flowing.graph import flow_of
from stegvis.processes.flowing.mermaid import mermaid_of
from stegvis.processes.overlays import Overlay
from stegvis.processes.pictures.paper import NoPaper, pdf_of, png_of
from stegvis.processes.pictures.picture import draw_picture
from stegvis.processes.pictures.scene import Scene
from stegvis.processes.pictures.svg import whole_svg
from stegvis.processes.workbook import workbook_of

PICTURES = ("pdf", "png", "svg")
KINDS = {
    "map": PICTURES,
    "checklist": (*PICTURES, "xlsx"),
    "flowchart": (*PICTURES, "mermaid"),
    "buyer": PICTURES,
}
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "mermaid": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {"mermaid": "mmd"}
MAKERS: dict[str, Callable[[Scene], bytes]] = {
    "pdf": pdf_of,
    "png": png_of,
    "svg": lambda scene: whole_svg(scene).encode(),
}


@dataclass(frozen=True)
class Exported:
    """A file: what is in it, its media type, the end of its name."""

    content: bytes
    type: str
    ending: str


def export_drawing(way: str, kind: str, title: str, below: str, drawing: Drawing, overlay: Overlay) -> Exported:
    """The drawing `way` as a file of `kind`, one of KINDS[way]. Refused, with what to do, where the machine cannot."""
    return Exported(_content(way, kind, title, below, drawing, overlay), TYPES[kind], ENDINGS.get(kind, kind))


def _content(way: str, kind: str, title: str, below: str, drawing: Drawing, overlay: Overlay) -> bytes:
    if kind == "mermaid":
        return mermaid_of(flow_of(drawing), title).encode()
    if kind == "xlsx":
        return workbook_of(title, drawing, overlay)
    try:
        return MAKERS[kind](draw_picture(way, title, below, drawing, overlay))
    except NoLayout as error:
        raise Refused(_("The flowchart could not be laid out: Node.js is missing or did not answer.")) from error
    except NoPaper as error:
        raise Refused(_("The page could not be made: Pango is missing or did not answer. SVG works.")) from error
