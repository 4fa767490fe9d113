"""Changing many records of a list at once: the question, the act, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.bulk import BulkFact, BulkList, Outcome, bulk_list, facts_for
from stegvis.workspaces.forms.bulk import BulkForm
from stegvis.workspaces.listings import address_of
from stegvis.workspaces.operations.bulk_editing import MOST, delete_many, edit_many
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.choosing import chosen_ids
from stegvis.workspaces.views.answers import undo_address

PAGE, PART = "workspaces/bulk.html", "workspaces/_bulk_panel.html"
DELETE = "delete"


@require_safe
def new_edit(request: HttpRequest, listing: str) -> HttpResponse:
    """Ask what `?fact=` shall become on the records chosen; without a fact, which one."""
    known = get_list(request, listing)
    facts, ids = facts_for(known, request.member), chosen_ids(request.member, listing, request.GET, MOST)
    key = request.GET.get("fact", "")
    form = BulkForm(facts[key], request.member) if key in facts else None
    return ask(request, known, ids, request.GET, form, deleting=key == DELETE)


@require_POST
def edits(request: HttpRequest, listing: str) -> HttpResponse:
    """Do it, say what was done with Undo, and go back to the list; what was left is shown first."""
    known = get_list(request, listing)
    ids = chosen_ids(request.member, listing, request.POST, MOST)
    key, facts = request.POST.get("fact", ""), facts_for(known, request.member)
    form = BulkForm(facts[key], request.member, request.POST) if key in facts else None
    if key != DELETE and (form is None or not form.is_valid()):
        return ask(request, known, ids, request.POST, form, status=422)
    try:
        outcome = do(request, known, ids, form)
    except Refused as refusal:
        return ask(request, known, ids, request.POST, form, problem=str(refusal), status=422)
    return answer(request, known, outcome, deleted=form is None)


def do(request: HttpRequest, known: BulkList, ids: list[int], form: BulkForm | None) -> Outcome:
    """The act itself: without a form, deleting."""
    if form is None:
        return delete_many(known, ids, by=request.member)  # type: ignore[attr-defined]
    return edit_many(known, form.fact, ids, form.cleaned_data, by=request.member)  # type: ignore[attr-defined]


def ask(request: HttpRequest, known: BulkList, ids: list[int], said: QueryDict, form, **more) -> HttpResponse:
    """The question in the side panel, or on a page of its own."""
    facts: dict[str, BulkFact] = facts_for(known, request.member)  # type: ignore[attr-defined]
    context = {
        "deleting": False,
        "problem": "",
        "listing": known.key,
        "facts": facts,
        "form": form,
        "ids": ids,
        "every": bool(said.get("all")),
        "query": said.get("query", ""),
        "too_many": len(ids) > MOST,
        "most": MOST,
        "back": back_to(request, known, said.get("query", "")),
    }
    status = more.pop("status", 200)
    return render(
        request, PAGE, fragment=PART, status=status, part=PART, **{"deleting": False, "problem": ""} | context | more
    )


def answer(request: HttpRequest, known: BulkList, outcome: Outcome, *, deleted: bool) -> HttpResponse:
    """Back to the list with a toast; where something was left, a report first."""
    back = back_to(request, known, request.POST.get("query", ""))
    done = outcome.deletion or outcome.undo
    undo = undo_address(request, done) if done else ""
    said = sentence(outcome, deleted)
    if not (outcome.forbidden or outcome.stopped):
        toast(request, said, undo)
        return go(request, back)
    part = "workspaces/_bulk_report.html"
    return render(request, PAGE, fragment=part, part=part, outcome=outcome, said=said, undo=undo, back=back)


def sentence(outcome: Outcome, deleted: bool) -> str:
    """How many it was."""
    if deleted:
        said = ngettext("%(num)s record was deleted.", "%(num)s records were deleted.", outcome.changed)
    else:
        said = ngettext("%(num)s record was changed.", "%(num)s records were changed.", outcome.changed)
    return said % {"num": outcome.changed} if outcome.changed else _("Nothing was changed.")


def get_list(request: HttpRequest, listing: str) -> BulkList:
    """The list of this key, for who may change records; Http404, PermissionDenied."""
    known = bulk_list(listing)
    if known is None:
        raise Http404
    require(request.member, "edit")  # type: ignore[attr-defined]
    return known


def back_to(request: HttpRequest, known: BulkList, query: str) -> str:
    """The list as it was, made of what its own parameters were."""
    kept = QueryDict(query[:8000]).urlencode(safe=",")
    address = address_of(request.member, known.key)  # type: ignore[attr-defined]
    return f"{address}?{kept}" if kept else address
