"""The designer: a draft on one of its drawings. Fields are kept when they change; acts answer the designer anew."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.processes.access import get_process
from stegvis.processes.draft_drawings import drawn_of
from stegvis.processes.draft_forms import FieldNote, do_act, keep_fields, read_act
from stegvis.processes.draft_page import read_draft_page
from stegvis.processes.draft_places import Place, read_place
from stegvis.processes.models import Process
from stegvis.processes.operations.draft_editing import redo_step, undo_step
from stegvis.processes.operations.draft_returning import discard_draft
from stegvis.ui.render import go, refuse, render, toast, wants_fragment, warn
from stegvis.workspaces.views.answers import undo_address

# Fields that say where a thing stands on a drawing.
MOVING = ("kind", "buyer_phase")


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request, pk: int):
    """The designer; posting keeps the fields that were changed."""
    process, place = _where(request, pk)
    if request.method != "POST":
        return _show(request, process, place)
    return _noted(request, process, place, keep_fields(process, request.POST, by=request.member))


@require_POST
def acts(request, pk: int):
    """One act on the draft, after the fields that were sent with it."""
    process, place = _where(request, pk)
    notes = keep_fields(process, request.POST, by=request.member)
    fixes = {one.key: one.fix for one in read_draft_page(request.member, process, place).remarks if one.fix}
    act = read_act(request.POST, fixes)
    try:
        told = do_act(process, act, request.POST, by=request.member)
    except Refused as refusal:
        return _refused(request, process, place, refusal)
    return _show(request, process, place.after(act, told), notes=notes, made=told.made)


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
    """What others changed since the revision that is on the screen; nothing where nobody did.

    While somebody writes on the drawing itself nothing is brought: it is asked for again in a moment.
    """
    process, place = _where(request, pk)
    page = read_draft_page(request.member, process, place)
    busy = request.GET.get("busy") == "1"
    if str(page.revision) == request.GET.get("revision") or (busy and page.written):
        return HttpResponse(status=204)
    context = _context(process, page, [])
    return render(request, "processes/_draft_news.html", busy=busy, redrawn=True, told=[], **context)


@require_POST
def deletion(request, pk: int):
    """Throw the draft away; a process that never ran goes with it."""
    process = get_process(request.member, pk, "processes")
    done = discard_draft(process, by=request.member)
    said = _("The draft of “%(process)s” is thrown away.") % {"process": process.name}
    toast(request, said, undo_address(request, done) if done else "")
    return go(request, reverse("processes:processes", args=[request.member.workspace.slug]))


def _where(request: HttpRequest, pk: int) -> tuple[Process, Place]:
    process = get_process(request.member, pk, "processes")
    address = reverse("processes:draft", args=[request.member.workspace.slug, pk])
    return process, read_place(request.GET, address)


def _step(request, pk: int, take):
    process, place = _where(request, pk)
    try:
        step = take(process, _number(request.POST), by=request.member)
    except Refused as refusal:
        return _refused(request, process, place, refusal)
    there = Place(place.address, place.drawing, step.place or place.chosen) if place.drawing == "map" else place
    return _show(request, process, there)


def _number(sent: QueryDict) -> int:
    number = sent.get("step", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _refused(request, process: Process, place: Place, refusal: Refused):
    """What somebody else changed is shown at once, with the sentence that says so."""
    if isinstance(refusal, ChangedMeanwhile) and wants_fragment(request):
        warn(request, str(refusal))
        return _show(request, process, place)
    return refuse(request, str(refusal))


def _show(request, process: Process, place: Place, notes: list[FieldNote] | None = None, made: str = ""):
    page = read_draft_page(request.member, process, place)
    context = _context(process, page, notes or [], made)
    return render(request, "processes/draft.html", fragment="processes/_designer.html", **context)


def _context(process: Process, page, notes: list[FieldNote], made: str = "") -> dict:
    return {"process": process, "page": page, "notes": _by_field(notes), "made": made, "drawn_draft": drawn_of(page)}


def _noted(request, process: Process, place: Place, notes: list[FieldNote]):
    """To htmx what became of each field, and the parts that show them; without scripts the page."""
    wrong = [one for one in notes if one.wrong]
    if not wants_fragment(request):
        return _show(request, process, place, wrong) if wrong else go(request, place.at(place.chosen))
    context = _context(process, read_draft_page(request.member, process, place), notes)
    redrawn = any(one.name in MOVING and not one.wrong for one in notes)
    status = 422 if wrong else 200
    return render(request, "processes/_draft_kept.html", status=status, told=notes, redrawn=redrawn, **context)


def _by_field(notes: list[FieldNote]) -> dict[str, FieldNote]:
    return {f"{one.key}-{one.name}": one for one in notes}
