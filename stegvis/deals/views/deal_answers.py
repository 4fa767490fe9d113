"""What is answered to an act on a deal: the deal's page or panel as it is now."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from stegvis.deals.forms.own import forms_of, own_open, own_shown
from stegvis.deals.models import Deal
from stegvis.deals.queries.deal_page import DealPage, get_page_deal, read_deal_page
from stegvis.timeline.forms import EntryForm, Offered
from stegvis.timeline.queries.people import composing
from stegvis.ui.render import go, render, wants_fragment
from stegvis.workspaces.permissions import may


def read_page(request: HttpRequest, pk: int) -> DealPage:
    """The deal `pk` with all around it, as the address asks for it. Raises Http404."""
    member = request.member  # type: ignore[attr-defined]
    deal = get_page_deal(member, pk)
    return read_deal_page(member, deal, request.GET.get("before", ""), request.GET.get("only", ""))


def in_panel(request: HttpRequest) -> bool:
    """Whether the request comes from, or asks for, the side panel."""
    return "panel" in request.GET


def around(request: HttpRequest, page: DealPage) -> dict:
    """What the templates of a deal need besides the page; `way` keeps an address in the panel."""
    panel = in_panel(request)
    way = "?panel=1" if panel else ""
    member = request.member  # type: ignore[attr-defined]
    facts, own = forms_of(member), own_shown(member, page.deal)
    shown = {"facts": facts, "own": own, "own_open": own_open(member)}
    people = [Offered(one.id, one.name, one.do_not_contact) for one in page.people]
    writing = composing(member, page.deal, EntryForm(people=people))
    return {"page": page, "deal": page.deal, "panel": panel, "way": way, **shown, **writing}


def place(request: HttpRequest) -> dict:
    """Where a form stands: `way` keeps its address in the panel, `paged` says that it is a page of its own."""
    return {"way": "?panel=1" if in_panel(request) else "", "paged": not wants_fragment(request)}


def show_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The deal after an act: drawn anew where it stands, or its page again."""
    if not wants_fragment(request):
        return go(request, deal_address(request, pk))
    fragment = "deals/_deal_in_panel.html" if in_panel(request) else "deals/_deal.html"
    answer = render(request, fragment, **around(request, read_page(request, pk)))
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#deal", "outerMorph"
    return answer


def undoing(request: HttpRequest, deal: Deal) -> str:
    """Where Undo of a new deal posts to; empty for who may make deals but not delete them."""
    member = request.member  # type: ignore[attr-defined]
    return reverse("deals:deletion", args=[member.workspace.slug, deal.pk]) if may(member, "delete", deal) else ""


def deal_address(request: HttpRequest, pk: int, **query: str) -> str:
    """The deal's own page."""
    address = reverse("deals:deal", args=[request.member.workspace.slug, pk])  # type: ignore[attr-defined]
    return f"{address}?{urlencode(query)}" if query else address


def restoration_address(deal: Deal, deletion) -> str:
    """Where the Undo of a deletion posts to."""
    return reverse("workspaces:restoration", args=[deal.workspace.slug, deletion.pk])
