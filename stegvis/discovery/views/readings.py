"""Reading from history: choosing what, the figures, the draft."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.core.uploads import takes_files
from stegvis.discovery.access import get_reading
from stegvis.discovery.event_logs import MOST_BYTES
from stegvis.discovery.histories import proposed_kind
from stegvis.discovery.operations.reading import draft_from_reading, read_log, read_process
from stegvis.discovery.views.results import to_draft
from stegvis.processes.access import get_process
from stegvis.processes.models import StageKind
from stegvis.processes.queries import processes_of
from stegvis.ui.render import go, refuse, render
from stegvis.workspaces.permissions import require
from stegvis.workspaces.views.answers import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(lambda request: require(request.member, "processes"))
def new_reading(request):
    """A process whose deals are read, or an event log."""
    if request.method != "POST":
        return _choose(request)
    try:
        reading = _read(request)
    except Refused as refusal:
        return _choose(request, _("The file is too large.") if request.quota.exceeded else str(refusal), 422)
    return go(request, reverse("discovery:reading", args=[request.member.workspace.slug, reading.pk]))


def _read(request):
    if log := request.FILES.get("log"):
        return read_log(log.name or "", log.read(MOST_BYTES + 1), by=request.member)
    if pk := number_in(request.POST.get("process", "")):
        return read_process(get_process(request.member, pk, "processes"), by=request.member)
    raise Refused(_("Choose a process or a file."))


def _choose(request, complaint: str = "", status: int = 200):
    running = [one for one in processes_of(request.member) if one.current_id]
    return render(request, "discovery/new_reading.html", status=status, processes=running, complaint=complaint)


@require_safe
def reading(request, pk: int):
    """What was read, with figures, and what each step would become."""
    found = get_reading(request.member, pk)
    steps = [(step, proposed_kind(step)) for step in found.result["steps"]]
    kinds = [("", _("Leave it out")), *StageKind.choices]
    return render(request, "discovery/reading.html", reading=found, steps=steps, kinds=kinds)


@require_POST
def reading_drafting(request, pk: int):
    """Make the draft of a process, each step as the form says (`kind-0`, …)."""
    found = get_reading(request.member, pk)
    named = {place: request.POST.get(f"kind-{place}") for place in range(len(found.result["steps"]))}
    kinds = {place: kind for place, kind in named.items() if kind is not None}
    try:
        draft = draft_from_reading(found, kinds, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    return to_draft(request, draft)
