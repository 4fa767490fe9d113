"""Acts on whole processes: their place among the others, and the archive."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.processes.access import get_process
from stegvis.processes.operations.arranging import archive_process, shift_process
from stegvis.ui.render import go, toast


@require_POST
def place(request, pk: int):
    """One place earlier or later in the list."""
    process = get_process(request.member, pk, "processes")
    shift_process(process, -1 if request.POST.get("step") == "earlier" else 1, by=request.member)
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))


@require_POST
def archive(request, pk: int):
    """Into the archive, or with `back` out of it."""
    process = get_process(request.member, pk, "processes")
    archived = not request.POST.get("back")
    archive_process(process, by=request.member, archived=archived)
    said = _("“%(process)s” is archived. Its deals go on.") if archived else _("“%(process)s” is in use again.")
    toast(request, said % {"process": process.name})
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))
