"""The member's own dashboard: cards of reports."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.insights.access import get_card, get_kind
from stegvis.insights.operations.dashboard import put_first, put_on_dashboard, take_off_dashboard
from stegvis.insights.operations.keeping import open_report
from stegvis.insights.views.reports import shown
from stegvis.ui.render import go, render, toast, warn
from stegvis.workspaces.views.answers import undo_address


@require_POST
def new_card(request: HttpRequest, name: str) -> HttpResponse:
    """Put the report as it is filtered now on the dashboard."""
    kind = get_kind(request.member, name)
    query = request.POST.get("query", "")
    if "\x00" in query:
        raise BadRequest
    try:
        put_on_dashboard(kind, query, request.POST.get("title", ""), by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return go(request, reverse("insights:report", args=[request.member.workspace.slug, name]))
    toast(request, _("It is on your dashboard."))
    return go(request, _overview(request))


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """What a card shows: the headline of its report and the first chart."""
    one = get_card(request.member, pk)
    kind = get_kind(request.member, one.report)
    params = QueryDict(one.query, mutable=True)
    params["view"] = "none"
    reading = open_report(request.member, kind, params)
    context = shown(request.member, reading)
    return render(request, "insights/card.html", fragment="insights/_card.html", card=one, **context)


@require_POST
def card_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it the first."""
    put_first(get_card(request.member, pk), by=request.member)
    return go(request, _overview(request))


@require_POST
def card_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off, with Undo."""
    deletion = take_off_dashboard(get_card(request.member, pk), by=request.member)
    toast(request, _("Taken off your dashboard."), undo_address(request, deletion))
    return go(request, _overview(request))


def _overview(request: HttpRequest) -> str:
    return reverse("insights:overview", args=[request.member.workspace.slug])
