"""Writing on a timeline, and what is done with an entry afterwards."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.core.uploads import with_quota
from stegvis.timeline.access import address_of, get_entry, get_record, versions_of
from stegvis.timeline.forms import TASK, CorrectionForm, EntryForm
from stegvis.timeline.models import EntryKind
from stegvis.timeline.operations.correcting import correct_entry, require_own, restore_entry, withdraw_entry
from stegvis.timeline.operations.filing import add_files
from stegvis.timeline.operations.pinning import pin_entry, unpin_entry
from stegvis.timeline.operations.planning import plan_task
from stegvis.timeline.operations.writing import log_call, log_meeting, write_note
from stegvis.timeline.queries.people import composing, offered_people
from stegvis.ui.render import go, nothing, refuse, render, toast, wants_fragment

CHANGED = "timeline:changed"
TASKS_CHANGED = json.dumps({"tasks:changed": {"target": "body"}})
COMPOSER = "timeline/_composer.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The door and the quota come before the form is read, so csrf_protect stands further in."""
    record = get_record(request.member, kind, pk, "write")
    with_quota(request)
    return compose(request, record)


@csrf_protect
def compose(request: HttpRequest, record) -> HttpResponse:
    """GET: the composer. POST: write a note, call, meeting or files on the record; 422 gives everything back."""
    people = offered_people(request.member, record)
    if request.method != "POST":
        return show_composer(request, record, EntryForm(people=people))
    form = EntryForm(request.POST, request.FILES, people=people)
    if not form.is_valid():
        return show_composer(request, record, form)
    try:
        write(request, record, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_composer(request, record, form)
    return written(request, record, people, CHANGED if form.cleaned_data["kind"] != TASK else TASKS_CHANGED)


def write(request: HttpRequest, record, form: EntryForm) -> None:
    """What the form says."""
    given, by = form.cleaned_data, request.member
    words = {"text": given["text"], "at": given["at"]}
    if given["kind"] == TASK:
        task = plan_task(record, given, by=by)
        undo = reverse("pages:task_deletion", args=[record.workspace.slug, task.pk])
        toast(request, _("Noted: “%(task)s”.") % {"task": task.title}, undo)
    elif given["kind"] == EntryKind.CALL:
        said = {name: given[name] for name in ("direction", "outcome") if given[name]}
        log_call(record, by=by, minutes=given["minutes"], people=form.chosen_people, **said, **words)
    elif given["kind"] == EntryKind.MEETING:
        met = {"place": given["place"], "minutes": given["minutes"]}
        log_meeting(record, by=by, people=form.chosen_people, **met, **words)
    elif given["kind"] == EntryKind.FILE:
        add_files(record, given["files"], by=by, **words)
    else:
        write_note(record, by=by, **words)


def written(request: HttpRequest, record, people: list, changed: str = CHANGED) -> HttpResponse:
    """The composer, empty again; the timelines or lists of tasks on the page fetch what is new."""
    if not wants_fragment(request):
        return go(request, address_of(record))
    answer = render(request, COMPOSER, sent=True, **composing(request.member, record, EntryForm(people=people)))
    answer.headers["HX-Trigger"] = changed
    return answer


def show_composer(request: HttpRequest, record, form: EntryForm) -> HttpResponse:
    """The composer in its place, or on a page of its own."""
    context = composing(request.member, record, form) | {"address": address_of(record)}
    status = 422 if form.is_bound else 200
    return render(request, "timeline/compose.html", fragment=COMPOSER, status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, entry: int) -> HttpResponse:
    """GET: the form of an entry's words and facts. POST: a new version of it."""
    found, record = get_entry(request.member, entry)
    require_own(found, request.member)
    form = CorrectionForm(found, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show_correction(request, record, form)
    try:
        correct_entry(found, by=request.member, text=form.cleaned_data["text"], facts=form.facts, at=form.moment)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_correction(request, record, form)
    return changed(request, record)


def show_correction(request: HttpRequest, record, form: CorrectionForm) -> HttpResponse:
    """The form in the entry's place, or on a page of its own."""
    part = "timeline/_correction.html"
    context = {"form": form, "entry": form.entry, "address": address_of(record), "record": record, "part": part}
    return render(request, "timeline/page.html", fragment=part, status=422 if form.is_bound else 200, **context)


@require_POST
def removal(request: HttpRequest, entry: int) -> HttpResponse:
    """Remove an entry; a trace stays, and Undo brings it back."""
    found, record = get_entry(request.member, entry)
    try:
        trace = withdraw_entry(found, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    undo = reverse("timeline:restoration", args=[record.workspace.slug, trace.pk])
    toast(request, _("Removed from the timeline."), undo)
    return changed(request, record)


@require_POST
def restoration(request: HttpRequest, entry: int) -> HttpResponse:
    """Take a removal back."""
    found, record = get_entry(request.member, entry)
    try:
        restore_entry(found, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return changed(request, record)


@require_safe
def versions(request: HttpRequest, entry: int) -> HttpResponse:
    """What an entry said before it was corrected."""
    found, record = get_entry(request.member, entry)
    part = "timeline/_versions.html"
    context = {"versions": versions_of(found), "address": address_of(record), "record": record, "part": part}
    return render(request, "timeline/page.html", fragment=part, **context)


@require_POST
def pin(request: HttpRequest, kind: str, pk: int, entry: int) -> HttpResponse:
    """Keep an entry on top of the record's timeline."""
    return change_pin(request, kind, pk, entry, pin_entry)


@require_POST
def unpin(request: HttpRequest, kind: str, pk: int, entry: int) -> HttpResponse:
    """Take it down again."""
    return change_pin(request, kind, pk, entry, unpin_entry)


def change_pin(request: HttpRequest, kind: str, pk: int, entry: int, verb) -> HttpResponse:
    """Do `verb` with an entry that is shown on the record."""
    record = get_record(request.member, kind, pk, "write")
    found, _home = get_entry(request.member, entry)
    try:
        verb(found, record, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return changed(request, record)


def changed(request: HttpRequest, record) -> HttpResponse:
    """Have the timelines on the page fetch what is new; a browser without script gets the page again."""
    if not wants_fragment(request):
        return go(request, address_of(record))
    answer = nothing(request)
    answer.headers["HX-Trigger"] = CHANGED
    return answer
