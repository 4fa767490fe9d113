"""Choosing ready-made processes."""

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.deals.operations.starting import start_processes
from stegvis.processes.catalogue import list_templates
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def new_process(request):
    """All ready-made processes as cards; posting makes those that were chosen."""
    require(request.member, "processes")
    language = get_language() or "en"
    if request.method == "POST":
        return _start(request, request.POST.getlist("template"), language)
    return _show(request, language)


def _start(request, keys: list[str], language: str):
    try:
        made = start_processes(request.member.workspace, keys, by=request.member, language=language)
    except Refused as refusal:
        return _show(request, language, str(refusal), status=422)
    slug = request.member.workspace.slug
    sentence = ngettext("%(number)s process is ready.", "%(number)s processes are ready.", len(made))
    toast(request, sentence % {"number": len(made)})
    if len(made) == 1:
        return go(request, reverse("processes:process", args=[slug, made[0].pk]))
    return go(request, reverse("processes:processes", args=[slug]))


def _show(request, language: str, complaint: str = "", status: int = 200):
    chosen = request.POST.getlist("template") or request.GET.getlist("template")
    context = {"templates": list_templates(language), "chosen": chosen, "complaint": complaint}
    return render(request, "deals/process_start.html", status=status, **context)
