"""The search page, what the palette offers, and remembering what was opened."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.search.texts import ASKED_LENGTH
from stegvis.pages.queries.searching import opened_at, palette_sections, search_page
from stegvis.ui.render import render
from stegvis.workspaces.operations.remembering import remember_record


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits `?q=`, best first, of one `?kind=` or of all."""
    typed = request.GET.get("q", "")[:ASKED_LENGTH].replace("\x00", "")
    results, tabs = search_page(request.member, typed, request.GET.get("kind", ""))
    return render(request, "pages/search.html", typed=typed, results=results, tabs=tabs)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """The palette's entries for `?q=`, opened on the page `?on=`."""
    typed = request.GET.get("q", "")[:ASKED_LENGTH].replace("\x00", "")
    sections = palette_sections(request, typed, request.GET.get("on", ""))
    more = f"{reverse('pages:search', args=[request.member.workspace.slug])}?{urlencode({'q': typed})}"
    return render(request, "pages/_palette.html", typed=typed, sections=sections, more=more)


@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """The member has the record open whose page is at `page`. What is no such page is passed over."""
    record = opened_at(request.POST.get("page", ""), request.member)
    if record:
        remember_record(*record, by=request.member)
    return HttpResponse(status=204)
