"""Versions of a process: who published what, when and why; two side by side; names, and taking one as a draft."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.processes.access import get_process, get_version
from stegvis.processes.operations.restoring import copy_process, name_version, restore_version
from stegvis.processes.versions import read_versions
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.permissions import may


@require_safe
def versions(request, pk: int):
    """All versions, the newest first, and two of them side by side."""
    process = get_process(request.member, pk)
    page = read_versions(request.member, process, request.GET.get("before", ""), request.GET.get("after", ""))
    can_change = may(request.member, "processes")
    return render(request, "processes/versions.html", process=process, page=page, can_change=can_change)


@require_POST
def restoration(request, pk: int, number: int):
    """The draft becomes what this version was."""
    process = get_process(request.member, pk, "processes")
    restore_version(get_version(request.member, process, str(number)), by=request.member)
    toast(request, _("The draft is now as version %(number)s was. Undo takes it back.") % {"number": number})
    return go(request, reverse("processes:draft", args=[request.member.workspace.slug, pk]))


@require_POST
def naming(request, pk: int, number: int):
    """What this version is called."""
    process = get_process(request.member, pk, "processes")
    try:
        name_version(get_version(request.member, process, str(number)), request.POST.get("name", ""), by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    return go(request, reverse("processes:versions", args=[request.member.workspace.slug, pk]))


@require_POST
def copies(request, pk: int):
    """A new process that begins as this one is."""
    process = get_process(request.member, pk, "processes")
    if process.current is None:
        return refuse(request, _("This process does not run yet."))
    draft = copy_process(process, by=request.member)
    return go(request, reverse("processes:draft", args=[request.member.workspace.slug, draft.process_id]))
