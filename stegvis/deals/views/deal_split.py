"""Deals of a split stage: what waits for the member's word, and the word."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal, get_split_question
from stegvis.deals.operations.splitting import STAY, answer_split
from stegvis.deals.queries.splitting import asked_of
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.views.answers import undo_kept

PART = "deals/_splits.html"


@require_safe
def splits(request: HttpRequest) -> HttpResponse:
    """The member's own deals that wait; with `?everybody=1` all that it may change."""
    return _show(request)


@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """To which part the deal belongs: `word` is first, second or stay."""
    deal = get_deal(request.member, pk, "edit")
    question, word = get_split_question(deal), request.POST.get("word", "")
    try:
        stage = answer_split(deal, question, word, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 409)
    facts = {"deal": deal.title, "stage": stage.name, "number": stage.version.number}
    said = _("“%(deal)s” stays in version %(number)s.") if word == STAY else _("“%(deal)s” is in “%(stage)s” now.")
    toast(request, said % facts, undo_kept(request))
    if wants_fragment(request):
        return _show(request)
    return go(request, reverse("deals:splits", args=[request.member.workspace.slug]))


def _show(request: HttpRequest) -> HttpResponse:
    everybody = request.GET.get("everybody") == "1"
    context = {"asked": asked_of(request.member, everybody=everybody), "everybody": everybody}
    return render(request, "deals/splits.html", fragment=PART, **context)
