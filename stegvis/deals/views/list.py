"""The list of deals: open ones unless a tab says otherwise."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.core.lists import remembered_columns
from stegvis.core.lists.addresses import varied
from stegvis.deals.queries.listing import LISTING, STATUSES, read_list
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may


@require_safe
def deal_list(request: HttpRequest) -> HttpResponse:
    """A page of deals, with the same filters as the board and tabs for what became of them."""
    slug = request.member.workspace.slug
    shown = read_list(request.member, request.GET, remembered_columns(request, slug, LISTING.key))
    board = reverse("deals:board", args=[slug])
    for row in shown.page.rows:
        row.href = f"{board}{row.id}/"
    tabs = [
        {"words": one.words, "href": varied(request.GET, {"status": one.key}), "current": one is shown.status}
        for one in STATUSES.values()
    ]
    rights = {f"may_{verb}": may(request.member, verb) for verb in ("create", "import", "export")}
    return render(request, "deals/list.html", shown=shown, page=shown.page, tabs=tabs, board=board, **rights)
