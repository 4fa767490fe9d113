"""Who takes part in the buyer's decision."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_stakeholder
from stegvis.deals.forms.people import NewStakeholderForm, PartForm
from stegvis.deals.models import Deal
from stegvis.deals.operations.stakeholders import add_new_stakeholder, add_stakeholder, remove_stakeholder, set_part
from stegvis.deals.queries.candidates import candidates
from stegvis.deals.views.deal_answers import in_panel, place, show_again
from stegvis.people.access import get_person
from stegvis.ui.render import refuse, render, toast
from stegvis.workspaces.permissions import may

PART, PARTS = "deals/_people_form.html", "deals/_part_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: whom one may add. POST: add `person` (an id, also in the address of an Undo), or a new person by name."""
    deal = get_deal(request.member, pk, "edit")
    chosen = request.POST.get("person") or request.GET.get("person") or ""
    if request.method == "POST" and chosen:
        return add(request, deal, chosen)
    form = NewStakeholderForm(request.POST if request.method == "POST" else None, member=request.member)
    if not form.is_valid():
        return show_form(request, deal, form)
    try:
        add_new_stakeholder(deal, by=request.member, **form.facts())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_form(request, deal, form)
    return show_again(request, pk)


@require_safe
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """The people whose names begin like `?q=`, those of the deal's company first."""
    deal = get_deal(request.member, pk, "edit")
    return render(request, "deals/_people_found.html", **choice(request, deal))


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """GET: the form of somebody's role, stance and influence. POST: keep them."""
    deal = get_deal(request.member, pk, "edit")
    someone = get_person(request.member, person)
    form = PartForm(request.POST if request.method == "POST" else None, instance=get_stakeholder(deal, person))
    if not form.is_valid():
        context = {"deal": deal, "person": someone, "form": form, "part": PARTS, **place(request)}
        status = 422 if form.is_bound else 200
        return render(request, "deals/deal_fact.html", fragment=PARTS, status=status, **context)
    try:
        set_part(deal, person, by=request.member, **form.cleaned_data)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return show_again(request, pk)


@require_POST
def removal(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take a person off the deal; the person stays. Undo adds them again."""
    deal = get_deal(request.member, pk, "edit")
    someone = get_person(request.member, person)
    try:
        remove_stakeholder(deal, person, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    undo = reverse("deals:people", args=[request.member.workspace.slug, pk])
    toast(
        request, _("%(name)s no longer takes part.") % {"name": someone.name}, f"{undo}?person={person}{way(request)}"
    )
    return show_again(request, pk)


def add(request: HttpRequest, deal: Deal, chosen: str) -> HttpResponse:
    """Add the person with the id `chosen`."""
    person = get_person(request.member, as_id(chosen))  # type: ignore[attr-defined]
    try:
        add_stakeholder(deal, person, by=request.member)  # type: ignore[attr-defined]
    except Refused as refusal:
        return refuse(request, str(refusal))
    return show_again(request, deal.pk)


def way(request: HttpRequest) -> str:
    """What keeps the Undo of the panel in the panel."""
    return "&panel=1" if in_panel(request) else ""


def show_form(request: HttpRequest, deal: Deal, form: NewStakeholderForm) -> HttpResponse:
    """The form in its place, or on a page of its own."""
    context = choice(request, deal) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "deals/deal_fact.html", fragment=PART, part=PART, status=status, **context)


def choice(request: HttpRequest, deal: Deal) -> dict:
    """What the templates of adding somebody need."""
    words = request.GET.get("q", "")[:100]
    people = candidates(request.member, deal, words)  # type: ignore[attr-defined]
    company = deal.company if deal.company and may(request.member, "see", deal.company) else None  # type: ignore[attr-defined]
    return {"deal": deal, "company": company, "people": people, "q": words, **place(request)}


def as_id(text: str) -> int:
    """An id that a database can hold; 0, which is nobody's, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
