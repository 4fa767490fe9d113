"""Prices below the floor: asking, deciding, and what waits for a decision."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.deals.access import get_approval, get_deal
from stegvis.deals.models import Deal
from stegvis.deals.operations.approving import ask_approval, decide_approval
from stegvis.deals.queries.approvals import waiting_for
from stegvis.deals.queries.floor_page import floor_shown
from stegvis.deals.views.deal_answers import place
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.permissions import may, require

PART, WAITING = "deals/_floor.html", "deals/_approvals.html"


@require_http_methods(["GET", "HEAD", "POST"])
def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the lines below the floor. POST: ask a manager, with a reason."""
    if request.method != "POST":
        return show(request, get_deal(request.member, pk))
    deal = get_deal(request.member, pk, "edit")
    try:
        ask_approval(deal, request.POST.get("reason", ""), by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    toast(request, _("Asked. You hear of it when it is decided."))
    return show(request, deal) if wants_fragment(request) else go(request, request.path)


@require_POST
def decision(request: HttpRequest, pk: int, approval: int) -> HttpResponse:
    """Approve or decline what was asked."""
    deal = get_deal(request.member, pk)
    require(request.member, "approve", deal)
    found, word = get_approval(deal, approval), request.POST.get("word", "")
    if word not in ("yes", "no"):
        return refuse(request, _("Say yes or no."), 422)
    try:
        decide_approval(found, by=request.member, approved=word == "yes", note=request.POST.get("note", ""))
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("Approved.") if word == "yes" else _("Declined."))
    if "waiting" in request.GET:
        return waiting(request)
    return show(request, deal) if wants_fragment(request) else go(request, back(deal))


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for the member's word."""
    return waiting(request)


def waiting(request: HttpRequest) -> HttpResponse:
    """The list of what waits, or a page with it."""
    member = request.member  # type: ignore[attr-defined]
    if request.method == "POST" and not wants_fragment(request):
        return go(request, reverse("deals:approvals", args=[member.workspace.slug]))
    found = waiting_for(member) if may(member, "approve") else []
    return render(request, "deals/approvals.html", fragment=WAITING, waiting=found)


def show(request: HttpRequest, deal: Deal) -> HttpResponse:
    """The part of the deal's page, or a page with it."""
    member = request.member  # type: ignore[attr-defined]
    rights = {"may_edit": may(member, "edit", deal), "may_approve": may(member, "approve", deal)}
    context = {"deal": deal, "floor": floor_shown(deal), "part": PART, **rights, **place(request)}
    return render(request, "deals/deal_fact.html", fragment=PART, **context)


def back(deal: Deal) -> str:
    """The deal's own page."""
    return reverse("deals:deal", args=[deal.workspace.slug, deal.pk])
