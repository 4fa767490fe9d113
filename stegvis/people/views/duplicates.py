"""The list of pairs that look like one, and what is decided about them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.people.access import get_pair
from stegvis.people.jobs import scan_soon
from stegvis.people.operations.deciding import call_different, look_once_more
from stegvis.people.operations.scanning import look_again
from stegvis.people.queries import duplicates
from stegvis.people.views.merging import pair_address
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.permissions import require

PLACES = {"company": "people:duplicate_companies", "person": "people:duplicate_people"}


@require_safe
def pairs(request: HttpRequest, kind: str) -> HttpResponse:
    """The pairs that look like one, the surest first."""
    member = request.member
    require(member, "edit")
    page = duplicates.pairs_page(member, kind, request.GET.get("after", ""))
    counts = {one: duplicates.pairs_count(member, one) for one in PLACES}
    looking = duplicates.is_looking(member, kind)
    address = {pair.pk: pair_address(member, kind, pair) for pair in page.rows}
    return render(
        request, "people/duplicates.html", kind=kind, page=page, counts=counts, looking=looking, address=address
    )


@require_POST
def scan(request: HttpRequest, kind: str) -> HttpResponse:
    """Have the whole workspace looked through anew."""
    look_again(request.member.workspace, kind, by=request.member)
    scan_soon(request.member.workspace_id)
    toast(request, _("The workspace is being looked through. New pairs appear here as they are found."))
    return go(request, place(request, kind))


@require_POST
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """The two are not one: go on to the next pair."""
    pair = get_pair(request.member, pk)
    following = duplicates.next_pair(request.member, pair)
    call_different(pair, by=request.member)
    undo = reverse("people:duplicate_return", kwargs={"slug": request.member.workspace.slug, "pk": pk})
    toast(request, _("This pair is not shown again."), undo)
    listed = request.POST.get("back") == "list" or following is None
    return go(request, place(request, pair.kind) if listed else pair_address(request.member, pair.kind, following))


@require_POST
def duplicate_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that the two are different."""
    pair = look_once_more(get_pair(request.member, pk), by=request.member)
    return go(request, place(request, pair.kind))


def place(request: HttpRequest, kind: str) -> str:
    """The address of the list of pairs."""
    return reverse(PLACES[kind], kwargs={"slug": request.member.workspace.slug})
