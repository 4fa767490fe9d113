"""What the buyer has shown: ticking a criterion, and taking a tick back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_criterion, get_deal, get_entry_of, get_evidence
from stegvis.deals.forms.evidence import EvidenceForm
from stegvis.deals.operations.evidence import excerpt, record_evidence, withdraw_evidence
from stegvis.deals.views.deal_answers import place, restoration_address, show_again
from stegvis.ui.render import refuse, render, toast

PART = "deals/_evidence_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, pk: int, criterion: int) -> HttpResponse:
    """GET: the form of a tick with note and link. POST: tick the criterion; `?entry=` is what shows it."""
    deal = get_deal(request.member, pk, "edit")
    asked = get_criterion(deal, criterion)
    form = EvidenceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"deal": deal, "criterion": asked, "form": form, **place(request)}
        status = 422 if form.is_bound else 200
        return render(request, "deals/deal_fact.html", fragment=PART, part=PART, status=status, **context)
    told = form.cleaned_data
    if "entry" in request.GET:
        entry = get_entry_of(request.member, deal, request.GET["entry"])
        told = {**told, "note": told["note"] or excerpt(entry), "entry": entry}
    try:
        record_evidence(deal, asked, by=request.member, **told)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return show_again(request, pk)


@require_POST
def withdrawal(request: HttpRequest, pk: int, tick: int) -> HttpResponse:
    """Take a tick back; it can be undone."""
    deal = get_deal(request.member, pk, "edit")
    found = get_evidence(deal, tick)
    deletion = withdraw_evidence(found, by=request.member)
    said = _("Taken back: “%(criterion)s”.") % {"criterion": found.criterion.text}
    toast(request, said, restoration_address(deal, deletion))
    return show_again(request, pk)
