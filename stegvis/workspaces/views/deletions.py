"""Undo of any deletion, and of any other act that can be taken back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.access import get_deletion, get_undo
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.operations.undoing import take_back_act
from stegvis.workspaces.views.answers import act, local
from stegvis.workspaces.views.home import first_page


@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back what a deletion took, and go back to the page the Undo stood on."""
    deletion = get_deletion(request.member, pk)
    back = local(request, request.headers.get("Referer"), first_page(request.member))
    return act(request, lambda: restore_deletion(deletion, by=request.member), _("Brought back."), back)


@require_POST
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an act of one's own, say what could not be, and go back to the page the Undo stood on."""
    undo = get_undo(request.member, pk)
    try:
        left = take_back_act(undo, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, " ".join(part for part in (_("Taken back."), left) if part))
    return go(request, local(request, request.headers.get("Referer"), first_page(request.member)))
