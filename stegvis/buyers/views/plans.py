"""The seller's page of a plan, its part on the deal's page, and what goes with it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.buyers.access import find_plan, get_document, get_plan, get_step
from stegvis.buyers.forms.plan import AnswerForm, PlanForm
from stegvis.buyers.look import stylesheet
from stegvis.buyers.operations.planning import answer_buyer, edit_plan, make_plan, share_file, unshare_file
from stegvis.buyers.queries.offered import file_to_share
from stegvis.buyers.queries.plan import last_opened, links_of, read_plan
from stegvis.buyers.views.answers import did, plan_address, show_plan
from stegvis.deals.access import get_deal
from stegvis.ui.render import go, refuse, render
from stegvis.workspaces.permissions import may


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the plan, or how to make one. POST: make it of the process."""
    deal = get_deal(request.member, pk, "plan" if request.method == "POST" else "see")
    if request.method == "POST":
        return go(request, plan_address(make_plan(deal, by=request.member)))
    found = find_plan(request.member, deal)
    if found is None:
        return render(request, "buyers/no_plan.html", deal=deal, may_plan=may(request.member, "plan", deal))
    return show_plan(request, found)


@require_safe
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """What the deal's page shows of the plan."""
    deal = get_deal(request.member, pk)
    found = find_plan(request.member, deal)
    context: dict[str, Any] = {
        "deal": deal,
        "page": None,
        "opened": None,
        "may_plan": may(request.member, "plan", deal),
    }
    if found:
        context |= {"page": read_plan(found), "opened": last_opened(links_of(found))}
    return render(request, "buyers/_part.html", **context)


@require_POST
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Set heading, greeting and language."""
    found, form = get_plan(request.member, pk, "plan"), PlanForm(request.POST)
    if not form.is_valid():
        return show_plan(request, found, status=422, plan_form=form)
    return did(request, found, lambda: edit_plan(found, form.cleaned_data, by=request.member), _("Saved."))


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as the buyer sees it, where nothing can be pressed."""
    found = get_plan(request.member, pk)
    context = {"page": read_plan(found), "link": None, "token": "", "wrong": None, "wrong_step": None}
    return render(request, "buyers/outside.html", **context)


@require_safe
def preview_look(request: HttpRequest, pk: int) -> HttpResponse:
    """The workspace's colour, for the preview."""
    get_deal(request.member, pk)
    return HttpResponse(stylesheet(request.member.workspace), content_type="text/css")


@require_POST
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the buyer, on a step or on the plan."""
    found, form = get_plan(request.member, pk, "plan"), AnswerForm(request.POST)
    if not form.is_valid():
        return refuse(request, " ".join(error for errors in form.errors.values() for error in errors), 422)
    given = form.cleaned_data
    step = get_step(found, given["step"]) if given["step"] else None
    return did(request, found, lambda: answer_buyer(found, given["text"], by=request.member, step=step), _("Sent."))


@require_POST
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a file of the deal's timeline."""
    found = get_plan(request.member, pk, "plan")
    file = file_to_share(found, request.POST.get("file", "")[:100].replace("\x00", ""))
    if file is None:
        raise Http404
    said = _("The buyer may open “%(file)s” now.") % {"file": file.name}
    return did(request, found, lambda: share_file(found, file, by=request.member), said)


@require_POST
def document_removal(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Take a document off the plan."""
    found = get_plan(request.member, pk, "plan")
    shared = get_document(found, document)
    return did(request, found, lambda: unshare_file(shared, by=request.member), _("Taken off the plan."))
