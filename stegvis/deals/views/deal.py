"""The deal page, and the side panel that shows the same deal over a list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.deals.views.deal_answers import around, in_panel, read_page
from stegvis.ui.render import render, wants_fragment


@require_safe
def deal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One deal. `?panel=1` answers only what the side panel holds, `?before=` and `?only=` other parts of its story."""
    context = around(request, read_page(request, pk))
    if in_panel(request):
        return render(request, panel_part(request), **context)
    fragment = "deals/_deal_entries.html" if "before" in request.GET else "deals/_deal_story.html"
    asked_for_story = {"before", "only"} & request.GET.keys()
    return render(request, "deals/deal.html", fragment=fragment if asked_for_story else "deals/_deal.html", **context)


def panel_part(request: HttpRequest) -> str:
    """The panel, or the part of it that is asked for."""
    if not wants_fragment(request):
        return "deals/_deal_panel.html"
    if "before" in request.GET:
        return "deals/_deal_entries.html"
    return "deals/_deal_story.html" if "only" in request.GET else "deals/_deal_panel.html"
