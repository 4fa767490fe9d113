"""What is done with a deal as a whole: copies of it, the next one, deleting it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_deal
from stegvis.deals.models import Deal
from stegvis.deals.operations.copying import create_next_deal, duplicate_deal
from stegvis.deals.views.deal_answers import deal_address, restoration_address, undoing
from stegvis.ui.render import go, refuse, toast
from stegvis.workspaces.operations.deleting import delete_records


@require_POST
def copies(request: HttpRequest, pk: int) -> HttpResponse:
    """A duplicate at the start of the process."""
    deal = get_deal(request.member, pk)
    try:
        copy = duplicate_deal(deal, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return made(request, copy, _("This is the copy of “%(deal)s”."), deal)


@require_POST
def next_deals(request: HttpRequest, pk: int) -> HttpResponse:
    """The next sale to the buyer of a won deal."""
    deal = get_deal(request.member, pk)
    try:
        following = create_next_deal(deal, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    return made(request, following, _("This deal follows “%(deal)s”."), deal)


@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the deal; it can be undone."""
    deal = get_deal(request.member, pk, "delete")
    gone = delete_records([deal], by=request.member)
    toast(request, _("“%(deal)s” is deleted.") % {"deal": deal.title}, restoration_address(deal, gone))
    return go(request, reverse("deals:board", args=[request.member.workspace.slug]))


def made(request: HttpRequest, deal: Deal, said: str, origin: Deal) -> HttpResponse:
    """Go to the new deal; Undo deletes it, for those who may."""
    toast(request, said % {"deal": origin.title}, undoing(request, deal))
    return go(request, deal_address(request, deal.pk))
