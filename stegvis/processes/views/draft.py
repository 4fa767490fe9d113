"""The designer: a draft on its map. Every field is kept when it changes; acts answer the designer anew."""

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.access import get_process
from stegvis.processes.draft_forms import FieldNote, do_act, keep_fields
from stegvis.processes.draft_page import read_draft_page
from stegvis.processes.models import Process
from stegvis.processes.operations.draft_editing import redo_step, undo_step
from stegvis.processes.operations.drafting import discard_draft
from stegvis.ui.render import go, refuse, render, toast, wants_fragment, warn
from stegvis.workspaces.views.answers import undo_address


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk: int):
    """The designer; posting keeps the fields that were changed."""
    process = get_process(request.member, pk, "processes")
    chosen = request.GET.get("stage", "")
    if request.method != "POST":
        return _show(request, process, chosen)
    notes = keep_fields(process, request.POST, by=request.member)
    return _noted(request, process, chosen, notes)


@require_POST
def acts(request, pk: int):
    """One act on the draft, after the fields that were sent with it."""
    process = get_process(request.member, pk, "processes")
    chosen = request.GET.get("stage", "")
    notes = keep_fields(process, request.POST, by=request.member)
    fixes = {one.key: one.fix for one in read_draft_page(request.member, process, chosen).remarks if one.fix}
    try:
        told = do_act(process, request.POST, fixes, by=request.member)
    except Refused as refusal:
        return _refused(request, process, chosen, refusal)
    return _show(request, process, told.place or chosen, notes=notes, made=told.made)


@require_POST
def undo(request, pk: int):
    """Take the last step back."""
    return _step(request, pk, undo_step)


@require_POST
def redo(request, pk: int):
    """Do again what was taken back."""
    return _step(request, pk, redo_step)


@require_safe
def news(request, pk: int):
    """What others changed since the revision that is on the screen; nothing where nobody did."""
    process = get_process(request.member, pk, "processes")
    page = read_draft_page(request.member, process, request.GET.get("stage", ""))
    if str(page.revision) == request.GET.get("revision"):
        return HttpResponse(status=204)
    busy = request.GET.get("busy") == "1"
    return render(request, "processes/_draft_news.html", page=page, process=process, busy=busy, notes={}, made="")


@require_POST
def deletion(request, pk: int):
    """Throw the draft away; a process that never ran goes with it."""
    process = get_process(request.member, pk, "processes")
    done = discard_draft(process, by=request.member)
    said = _("The draft of “%(process)s” is thrown away.") % {"process": process.name}
    toast(request, said, undo_address(request, done) if done else "")
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))


def _step(request, pk: int, take):
    process = get_process(request.member, pk, "processes")
    chosen = request.GET.get("stage", "")
    try:
        step = take(process, _number(request.POST), by=request.member)
    except Refused as refusal:
        return _refused(request, process, chosen, refusal)
    return _show(request, process, step.place or chosen)


def _number(sent: QueryDict) -> int:
    number = sent.get("step", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _refused(request, process: Process, chosen: str, refusal: Refused):
    """What somebody else changed is shown at once, with the sentence that says so."""
    if isinstance(refusal, ChangedMeanwhile) and wants_fragment(request):
        warn(request, str(refusal))
        return _show(request, process, chosen)
    return refuse(request, str(refusal))


def _show(request, process: Process, chosen: str, notes: list[FieldNote] | None = None, made: str = ""):
    page = read_draft_page(request.member, process, chosen)
    context = {"process": process, "page": page, "notes": _by_field(notes or []), "made": made}
    return render(request, "processes/draft.html", fragment="processes/_designer.html", **context)


def _noted(request, process: Process, chosen: str, notes: list[FieldNote]):
    """To htmx what became of each field, and the parts that show them; without scripts the page."""
    wrong = [one for one in notes if one.wrong]
    if not wants_fragment(request):
        return _show(request, process, chosen, wrong) if wrong else _back(request, process, chosen)
    page = read_draft_page(request.member, process, chosen)
    context = {"process": process, "page": page, "notes": _by_field(notes), "made": "", "told": notes}
    return render(request, "processes/_draft_kept.html", status=422 if wrong else 200, **context)


def _back(request, process: Process, chosen: str):
    address = reverse("processes:draft", args=[request.member.workspace.slug, process.pk])
    return go(request, f"{address}?stage={chosen}" if chosen.replace("-", "").isalnum() else address)


def _by_field(notes: list[FieldNote]) -> dict[str, FieldNote]:
    return {f"{one.key}-{one.name}": one for one in notes}
