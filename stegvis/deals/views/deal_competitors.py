"""Who else is after a deal, and who won it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_rival
from stegvis.deals.forms.competitors import CompetitorNameForm, WinnerForm
from stegvis.deals.models import Deal
from stegvis.deals.operations.competing import put_in_play, say_lost_to, take_out_of_play
from stegvis.deals.paths import LOST
from stegvis.deals.queries.competing import others_to_offer, rivals_on
from stegvis.deals.views.deal_answers import place
from stegvis.processes.models import StageKind
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.permissions import may
from stegvis.workspaces.views.answers import undo_kept

PART = "deals/_competitors.html"
WON = (StageKind.WON, StageKind.AFTER_WON)


@require_http_methods(["GET", "HEAD", "POST"])
def competitors(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: those in play. POST: one more, by its name."""
    if request.method != "POST":
        return show(request, get_deal(request.member, pk))
    deal, form = get_deal(request.member, pk, "edit"), CompetitorNameForm(request.POST)
    if not form.is_valid():
        return show(request, deal, form)
    try:
        put_in_play(deal, form.cleaned_data["name"], by=request.member)
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return show(request, deal, form)
    return again(request, deal)


@require_POST
def removal(request: HttpRequest, pk: int, rival: int) -> HttpResponse:
    """It is not after the deal."""
    deal = get_deal(request.member, pk, "edit")
    found = get_rival(deal, rival)
    take_out_of_play(found, by=request.member)
    said = _("%(name)s is no longer in play on this deal.") % {"name": found.competitor.name}
    toast(request, said, undo_kept(request))
    return again(request, deal)


@require_POST
def winner(request: HttpRequest, pk: int) -> HttpResponse:
    """Who won the lost deal; nobody without a name."""
    deal, form = get_deal(request.member, pk, "edit"), WinnerForm(request.POST)
    if not form.is_valid():
        return refuse(request, " ".join(form.errors["lost_to"]), 422)
    try:
        say_lost_to(deal, form.cleaned_data["lost_to"], by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    return again(request, deal)


def again(request: HttpRequest, deal: Deal) -> HttpResponse:
    """The section after an act; its page for a browser without scripts."""
    if wants_fragment(request):
        return show(request, deal)
    return go(request, reverse("deals:deal_competitors", args=[deal.workspace.slug, deal.pk]))


def show(request: HttpRequest, deal: Deal, wrong: CompetitorNameForm | None = None) -> HttpResponse:
    """The section, or a page with it."""
    may_edit = may(request.member, "edit", deal)  # type: ignore[attr-defined]
    context = {
        "deal": deal,
        "rivals": rivals_on(deal),
        "is_lost": deal.status in LOST,
        "is_won": deal.status in WON,
        "may_edit": may_edit,
        "offered": others_to_offer(deal) if may_edit else [],
        "form": wrong or CompetitorNameForm(auto_id="rival_%s"),
        "part": PART,
        **place(request),
    }
    return render(request, "deals/deal_fact.html", fragment=PART, status=422 if wrong else 200, **context)
