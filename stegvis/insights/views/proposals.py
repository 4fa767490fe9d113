"""A proposal becomes a change of the draft, in one click."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.core.errors import Refused
from stegvis.insights.operations.proposing import change_draft
from stegvis.processes.access import get_process
from stegvis.ui.render import go, refuse, toast
from stegvis.workspaces.views.answers import undo_address

LONGEST = 200


@require_POST
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was proposed, and open the draft at the place; Undo takes it back."""
    process = get_process(request.member, pk, "processes")
    change = request.POST.get("change", "").replace("\x00", "")[:LONGEST]
    try:
        told, undo = change_draft(process, change, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    said = _("The draft of “%(process)s” is changed. Nobody sells by it before it is published.")
    toast(request, said % {"process": process.name}, undo_address(request, undo) if undo else "")
    address = reverse("processes:draft", args=[request.member.workspace.slug, pk])
    return go(request, f"{address}?stage={told.place}" if told.place else address)
