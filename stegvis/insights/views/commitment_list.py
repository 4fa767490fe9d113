"""The forecast list: open deals with what is said of each."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.deals.models import Deal
from stegvis.insights.queries.commitment_list import load_calls, read_commitments
from stegvis.ui.jinja import csrf
from stegvis.ui.render import render
from stegvis.workspaces.permissions import require


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """A page of the list."""
    require(request.member, "insights")
    page = read_commitments(request.member, request.GET)
    for row in page.rows:
        prepare(request, row)
    return render(request, "insights/commitments.html", page=page)


def show_row(request: HttpRequest, deal: Deal) -> HttpResponse:
    """The cell of one deal after something was said of it."""
    row = SimpleNamespace(id=deal.pk, owner_id=deal.owner_id)
    load_calls([row], request.member)
    prepare(request, row)
    return render(request, "insights/_commitment_row.html", row=row)


def prepare(request: HttpRequest, row: SimpleNamespace) -> None:
    """Give a row its addresses and what its form carries."""
    slug = request.member.workspace.slug
    row.href = reverse("deals:deal", args=[slug, row.id])
    row.said_at = reverse("insights:commitment", args=[slug, row.id])
    row.token = csrf(request)
