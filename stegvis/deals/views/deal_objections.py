"""Who on a deal objects to what, and what answered it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_raised
from stegvis.deals.forms.qualifying import AnsweredForm, RaiseForm
from stegvis.deals.models import Deal
from stegvis.deals.operations.objecting import answer_objection, drop_objection, raise_objection, reopen_objection
from stegvis.deals.operations.playbook import chosen_set
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.objecting import answer_among, raised_on
from stegvis.deals.queries.origins import people_on
from stegvis.deals.queries.playbook import choices_of
from stegvis.deals.views.deal_answers import place, restoration_address
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.permissions import may

PART = "deals/_objections.html"


@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method != "POST":
        return show(request, get_deal(request.member, pk))
    deal = get_deal(request.member, pk, "edit")
    form = raise_form(request, deal)
    if not form.is_valid():
        return show(request, deal, form)
    said = form.cleaned_data
    try:
        of = chosen_set(deal.workspace, BOOKS["objections"], said["objection"], by=request.member)
        person = form.people.get(said["person"])
        raise_objection(deal, by=request.member, objection=of, text=said["text"], person=person, on=said["on"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, deal, form)
    return again(request, deal)


@require_POST
def objection(request: HttpRequest, pk: int, raised: int) -> HttpResponse:
    """Answer it, or with `open` open it again."""
    deal = get_deal(request.member, pk, "edit")
    found, form = get_raised(deal, raised), AnsweredForm(request.POST)
    try:
        if request.POST.get("open"):
            reopen_objection(found, by=request.member)
        elif form.is_valid():
            answer = answer_among(found, form.cleaned_data["answer"])
            answer_objection(found, by=request.member, answer=answer, text=form.cleaned_data["text"])
        else:
            return refuse(request, _("This answer is too long."), 422)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    return again(request, deal)


@require_POST
def deletion(request: HttpRequest, pk: int, raised: int) -> HttpResponse:
    """It was noted by mistake."""
    deal = get_deal(request.member, pk, "edit")
    dropped = drop_objection(get_raised(deal, raised), by=request.member)
    toast(request, _("The objection was deleted."), restoration_address(deal, dropped))
    return again(request, deal)


def again(request: HttpRequest, deal: Deal) -> HttpResponse:
    """The section after an act; its page for a browser without scripts."""
    if wants_fragment(request):
        return show(request, deal)
    return go(request, reverse("deals:objections", args=[deal.workspace.slug, deal.pk]))


def show(request: HttpRequest, deal: Deal, wrong: RaiseForm | None = None) -> HttpResponse:
    """The section, or a page with it."""
    member = request.member  # type: ignore[attr-defined]
    may_edit, people = may(member, "edit", deal), people_on(member, deal)
    library = choices_of(member, "objections") if may_edit else []
    context = {
        "deal": deal,
        "raised": raised_on(deal, people),
        "may_edit": may_edit,
        "form": wrong or RaiseForm(people=people, library=library),
        "part": PART,
        **place(request),
    }
    return render(request, "deals/deal_fact.html", fragment=PART, status=422 if wrong else 200, **context)


def raise_form(request: HttpRequest, deal: Deal) -> RaiseForm:
    """The form that was sent."""
    member = request.member  # type: ignore[attr-defined]
    return RaiseForm(request.POST, people=people_on(member, deal), library=choices_of(member, "objections"))
