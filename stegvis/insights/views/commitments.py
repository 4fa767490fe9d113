"""The choice on a deal: in, best case or out."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal
from stegvis.deals.models import Deal
from stegvis.deals.periods import quarter_start
from stegvis.insights.forms import CommitmentForm
from stegvis.insights.models import Call
from stegvis.insights.operations.committing import adjusts_forecast, commit_deal
from stegvis.insights.queries.commitments import history_of
from stegvis.insights.views.commitment_list import show_row
from stegvis.processes.models import StageKind
from stegvis.ui.render import go, render, wants_fragment
from stegvis.workspaces.permissions import may, require

PAGE, PART = "insights/commitment.html", "insights/_commitment.html"
SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of a deal's quarter, and saying something else."""
    deal = get_deal(request.member, pk)
    require(request.member, "insights", deal)
    if request.method != "POST":
        return _shown(request, deal)
    require(request.member, _verb(request, deal), deal)
    form = CommitmentForm(request.POST)
    if not form.is_valid():
        return _shown(request, deal, [str(one) for errors in form.errors.values() for one in errors], form)
    try:
        commit_deal(deal, form.cleaned_data["call"], by=request.member, note=form.cleaned_data["note"])
    except Refused as refusal:
        return _shown(request, deal, [str(refusal)], form)
    return _said(request, deal)


def _said(request: HttpRequest, deal: Deal) -> HttpResponse:
    """Where it was said: in the forecast list, or on the deal."""
    if "list" in request.POST:
        back = reverse("insights:commitments", args=[deal.workspace.slug])
        return show_row(request, deal) if wants_fragment(request) else go(request, back)
    return _shown(request, deal) if wants_fragment(request) else go(request, _address(deal))


def _shown(
    request: HttpRequest, deal: Deal, errors: list[str] | None = None, form: CommitmentForm | None = None
) -> HttpResponse:
    said = list(history_of(deal, quarter_start())[:SHOWN])
    return render(
        request,
        PAGE,
        fragment=PART,
        status=422 if errors else 200,
        deal=deal,
        address=_address(deal),
        said=said,
        current=said[0] if said else None,
        calls=Call.choices,
        typed=form.data if form else {},
        errors=errors or [],
        adjusts=adjusts_forecast(deal, request.member),
        may_commit=_is_open(deal) and may(request.member, _verb(request, deal), deal),
    )


def _verb(request: HttpRequest, deal: Deal) -> str:
    """What one must be allowed to do with the deal to say something of it."""
    return "forecast" if adjusts_forecast(deal, request.member) else "edit"


def _is_open(deal: Deal) -> bool:
    return deal.status in (StageKind.OPEN, StageKind.PARKED)


def _address(deal: Deal) -> str:
    return reverse("insights:commitment", args=[deal.workspace.slug, deal.pk])
