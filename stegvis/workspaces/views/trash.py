"""The trash: what was deleted, by whom and when, restored or erased for good."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.workspaces.access import get_deletion
from stegvis.workspaces.operations.purging import erase_deletion
from stegvis.workspaces.permissions import may, require
from stegvis.workspaces.queries.trash import trash_page
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address


@require_safe
def trash(request: HttpRequest) -> HttpResponse:
    """What the member may bring back."""
    require(request.member, "delete")
    page = trash_page(request.member, request.GET)
    return render_settings(
        request, "workspaces/trash.html", "trash", page=page, may_erase=may(request.member, "settings")
    )


@require_POST
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase what a deletion took, for good."""
    deletion = get_deletion(request.member, pk)
    done = _("It is erased for good.")
    return act(request, lambda: erase_deletion(deletion, by=request.member) and None, done, address(request, "trash"))
