"""Undo of any deletion."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.workspaces.access import get_deletion
from stegvis.workspaces.operations.deleting import restore_deletion
from stegvis.workspaces.views.answers import act, local
from stegvis.workspaces.views.home import first_page


@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back what a deletion took, and go back to the page the Undo stood on."""
    deletion = get_deletion(request.member, pk)
    back = local(request, request.headers.get("Referer"), first_page(request.member))
    return act(request, lambda: restore_deletion(deletion, by=request.member), _("Brought back."), back)
