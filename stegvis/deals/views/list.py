"""The list of deals: open ones unless a tab says otherwise."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.core.lists.addresses import varied
from stegvis.deals.queries.listing import LISTING, STATUSES, read_list
from stegvis.ui.render import render
from stegvis.workspaces.bulk import bar_for
from stegvis.workspaces.permissions import may
from stegvis.workspaces.queries.cells import cells_of
from stegvis.workspaces.queries.lists import read_frame


@require_safe
def deal_list(request: HttpRequest) -> HttpResponse:
    """A page of deals, with the same filters as the board and tabs for what became of them."""
    slug = request.member.workspace.slug
    frame = read_frame(request.member, LISTING.key, request.GET)
    shown = read_list(request.member, frame.params, frame.columns)
    board = reverse("deals:board", args=[slug])
    for row in shown.page.rows:
        row.href = f"{board}{row.id}/"
    tabs = [
        {"words": one.words, "href": varied(frame.params, {"status": one.key}), "current": one is shown.status}
        for one in STATUSES.values()
    ]
    rights = {f"may_{verb}": may(request.member, verb) for verb in ("create", "import", "export")}
    edits = cells_of(shown.page, "deals:cell")
    context = {
        "edits": edits,
        "shown": shown,
        "page": shown.page,
        "frame": frame,
        "bar": bar_for(request.member, LISTING.key),
    }
    return render(request, "deals/list.html", tabs=tabs, board=board, **context, **rights)
