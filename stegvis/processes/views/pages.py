"""Pages that show processes: the list, the map, the checklist, a ready-made one before it is chosen."""

from django.http import Http404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from stegvis.core.errors import Refused
from stegvis.processes.access import get_process
from stegvis.processes.catalogue import known_language, load_template
from stegvis.processes.drawings import draw_template
from stegvis.processes.queries import drawings_of, processes_of, versions_of
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may


@require_safe
def processes(request):
    """All processes in use, each in a small drawing; archived ones by name."""
    found = processes_of(request.member)
    pairs = list(zip(found, drawings_of(request.member, found), strict=True))
    archived = processes_of(request.member, archived=True)
    can_change = may(request.member, "processes")
    return render(request, "processes/processes.html", pairs=pairs, archived=archived, can_change=can_change)


@require_safe
def process_map(request, pk: int):
    """One process as a map: stages as columns under the buyer's phases."""
    return _drawn(request, pk, "map")


@require_safe
def process_checklist(request, pk: int):
    """One process from top to bottom."""
    return _drawn(request, pk, "checklist")


def _drawn(request, pk: int, way: str):
    process = get_process(request.member, pk)
    [drawing] = drawings_of(request.member, [process])
    versions = versions_of(request.member, process)
    can_change = may(request.member, "processes")
    context = {"process": process, "drawing": drawing, "versions": versions, "can_change": can_change}
    return render(request, f"processes/{way}.html", way=way, **context)


@require_safe
def template(request, key: str):
    """A ready-made process as it would be, before it is chosen."""
    try:
        found = load_template(key)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    language = known_language(get_language() or "en")
    drawing = draw_template(found, language)
    context = {"ready": found, "language_code": language, "can_change": may(request.member, "processes")}
    return render(request, "processes/template.html", drawing=drawing, **context)
