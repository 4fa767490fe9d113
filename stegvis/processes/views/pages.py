"""The list of processes."""

from django.views.decorators.http import require_safe

from stegvis.processes.queries import drawings_of, processes_of, proposals_of
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may


@require_safe
def processes(request):
    """All processes in use, each in a small drawing; archived ones by name."""
    found = processes_of(request.member)
    pairs = list(zip(found, drawings_of(request.member, found), strict=True))
    archived = processes_of(request.member, archived=True)
    can_change = may(request.member, "processes")
    context = {"archived": archived, "can_change": can_change}
    context["proposals"] = proposals_of(request.member) if can_change else []
    return render(request, "processes/processes.html", pairs=pairs, **context)
