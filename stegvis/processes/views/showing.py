"""What the pages and files of the four drawings have in common: which drawing of what, and what lies over it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.access import get_drawn_draft, get_process, get_version
from stegvis.processes.drawings import Drawing, draw_body, facing_rows
from stegvis.processes.exporting import KINDS, Exported, export_drawing
from stegvis.processes.flowing.elk import NoLayout
from stegvis.processes.flowing.graph import flow_of, ways_from
from stegvis.processes.models import Process, ProcessVersion
from stegvis.processes.overlays import PLAIN, Overlay, today
from stegvis.processes.pictures.picture import flow_scenes
from stegvis.processes.pictures.svg import page_svg
from stegvis.processes.queries import drawing_of
from stegvis.ui.formats import date_long
from stegvis.ui.render import refuse
from stegvis.workspaces.models import Member

WAYS = ("map", "checklist", "flowchart", "buyer")


@dataclass(frozen=True)
class Shown:
    """A drawing with its title and a line below; `kept` is what stays in the address from drawing to drawing."""

    title: str
    below: str
    drawing: Drawing
    overlay: Overlay = PLAIN
    kept: Mapping[str, str] = field(default_factory=dict)
    version: ProcessVersion | None = None


def show_process(member: Member, process: Process, query: Mapping[str, str]) -> Shown:
    """`process` as `query` wants it: a `version` (else that in force), its `draft`, today's figures (`real`).

    Raises Http404, or PermissionDenied for a draft that the member may not see.
    """
    if query.get("draft") or process.current is None:
        return _draft(member, process)
    version = get_version(member, process, query.get("version", ""))
    drawing, kept = drawing_of(member, version), {}
    if version.pk != process.current_id:
        kept["version"] = str(version.number)
    overlay = PLAIN
    if query.get("real"):
        kept["real"], overlay = "1", today(member, process, drawing)
    return Shown(process.name, said_of(version), drawing, overlay, kept, version)


def said_of(version: ProcessVersion) -> str:
    """A version in a line."""
    says = {"number": version.number, "day": date_long(version.published_at)}
    return _("Version %(number)s, since %(day)s") % says


def _draft(member: Member, process: Process) -> Shown:
    draft = get_drawn_draft(member, process)
    return Shown(draft.body["name"] or process.name, _("Draft"), draw_body(draft.body), kept={"draft": "1"})


def of_process(request: HttpRequest, pk: int) -> tuple[Process, Shown]:
    """The process and what of it the address asks for."""
    # A process that never ran is nothing but its draft.
    process = get_process(request.member, pk, "processes" if request.GET.get("draft") else "see")
    return process, show_process(request.member, process, request.GET)


def around(shown: Shown, way: str) -> dict:
    """What the template of a drawing needs."""
    if way not in WAYS:
        raise Http404
    context = {"shown": shown, "drawing": shown.drawing, "overlay": shown.overlay, "way": way}
    more = {"flowchart": _flow, "buyer": lambda one: {"rows": facing_rows(one.drawing)}}
    return context | (more[way](shown) if way in more else {})


def _flow(shown: Shown) -> dict:
    """The flowchart for wide and for narrow screens, and in words; the pictures are empty where they cannot be had."""
    flow = flow_of(shown.drawing)
    ways = [(node.title, list(ways_from(flow, place))) for place, node in enumerate(flow.nodes)]
    try:
        wide, narrow = flow_scenes(shown.title, shown.drawing, shown.overlay, (True, False))
    except (NoLayout, Refused) as trouble:
        return {"flow_ways": ways, "pictures": [], "trouble": str(trouble)}
    return {"flow_ways": ways, "pictures": [page_svg(wide, "only-desk"), page_svg(narrow, "only-phone")]}


def answer_file(request: HttpRequest, shown: Shown, way: str, kind: str) -> HttpResponse:
    """The drawing as a file to keep or print; Http404 for a kind that a drawing does not come in."""
    if way not in WAYS or kind not in KINDS[way]:
        raise Http404
    below = " · ".join(filter(None, (shown.below, shown.overlay.said_at)))
    try:
        return _download(export_drawing(way, kind, shown.title, below, shown.drawing, shown.overlay), shown, way)
    except Refused as refusal:
        return refuse(request, str(refusal), 503)


def _download(file: Exported, shown: Shown, way: str) -> HttpResponse:
    name = f"{slugify(shown.title)[:60] or 'process'}-{way}.{file.ending}"
    # PDFs open where they can be printed at once; everything else is kept.
    how = "inline" if file.ending == "pdf" else "attachment"
    return HttpResponse(file.content, file.type, headers={"Content-Disposition": f'{how}; filename="{name}"'})
