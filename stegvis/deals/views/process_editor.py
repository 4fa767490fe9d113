"""Changing a process: the editor, its acts that save nothing, what saving would do, and saving."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.operations.remapping import change_process, delete_process
from stegvis.deals.queries.foresight import foresee
from stegvis.processes.access import get_process
from stegvis.processes.drafts import stages_of
from stegvis.processes.forms import Editor
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.processes.operations.publishing import Publication
from stegvis.processes.sheets import act_on, read_sheet, sheet_of
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.views.answers import undo_address


@require_http_methods(["GET", "HEAD", "POST"])
def process_editor(request, pk: int):
    """The editor; posting saves, or shows the same sheet with what is wrong."""
    process = get_process(request.member, pk, "processes")
    if request.method == "POST":
        return _save(request, process)
    stages = stages_of(process.current)
    return _show(request, process, stages, Editor(process, sheet_of(process, stages), judged=False))


@require_POST
def process_draft(request, pk: int):
    """The sheet that was sent, after one act on it. Nothing is saved."""
    process = get_process(request.member, pk, "processes")
    sheet = act_on(read_sheet(request.POST), request.POST.get("act", ""))
    return _show(request, process, stages_of(process.current), Editor(process, sheet, judged=False))


@require_POST
def process_foresight(request, pk: int):
    """What saving the sheet that was sent would do. Nothing is saved."""
    process = get_process(request.member, pk, "processes")
    foresight = foresee(request.member, process, stages_of(process.current), read_sheet(request.POST))
    return render(request, "deals/_process_foresight.html", process=process, foresight=foresight)


@require_POST
def process_deletion(request, pk: int):
    """Delete a process without deals; one with deals says that it can be archived."""
    process = get_process(request.member, pk, "processes")
    try:
        deletion = delete_process(process, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("“%(process)s” is deleted.") % {"process": process.name}, undo_address(request, deletion))
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))


def _save(request, process: Process):
    editor = Editor(process, read_sheet(request.POST), judged=True)
    if editor.is_valid:
        try:
            publication = _publish(request, process, editor)
        except Refused as refusal:
            editor.complaint = str(refusal)
        else:
            toast(request, _said(publication))
            return go(request, reverse("processes:process", args=[request.member.workspace.slug, process.pk]))
    return _show(request, process, stages_of(process.current), editor, status=422)


def _publish(request, process: Process, editor: Editor) -> Publication:
    facts = {"mapping": editor.mapping, "seen": editor.sheet.seen, **editor.head.cleaned_data}
    return change_process(process, editor.drafts, by=request.member, **facts)


def _said(publication: Publication) -> str:
    if not publication.is_new:
        return _("Saved in version %(number)s.") % {"number": publication.version.number}
    sentence = ngettext(
        "Version %(number)s is published. %(deals)s deal went along.",
        "Version %(number)s is published. %(deals)s deals went along.",
        publication.settled,
    )
    return sentence % {"number": publication.version.number, "deals": publication.settled}


def _show(request, process: Process, stages: list[Stage], editor: Editor, status: int = 200):
    foresight = foresee(request.member, process, stages, editor.sheet)
    context = {"process": process, "editor": editor, "foresight": foresight, "kinds": dict(StageKind.choices)}
    fragment = "deals/_process_editor.html"
    return render(request, "deals/process_editor.html", fragment=fragment, status=status, **context)
