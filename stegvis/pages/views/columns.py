"""Choosing the columns of a list: one address for all lists."""

from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from stegvis.core.lists.addresses import varied
from stegvis.workspaces.listings import is_known
from stegvis.workspaces.operations.viewing import choose_columns as keep_columns


@require_POST
def columns(request: HttpRequest, listing: str) -> HttpResponseRedirect:
    """Remember the chosen columns of `listing` for this member and go back to the list that shows them."""
    slug = request.member.workspace.slug
    if not is_known(listing):
        raise Http404
    kept = keep_columns(listing, request.POST.getlist("columns"), by=request.member).columns or []
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith(f"/w/{slug}/"):
        raise BadRequest
    address = urlsplit(back)
    return HttpResponseRedirect(address.path + varied(QueryDict(address.query), {"columns": ",".join(kept) or None}))
