"""Following a record, and the list of what one follows."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.ui.render import go, render, toast, wants_fragment
from stegvis.workspaces.access import get_followed
from stegvis.workspaces.operations.following import follow_record, unfollow_record
from stegvis.workspaces.queries.following import followed_by
from stegvis.workspaces.views.answers import address, local


@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """What the member follows."""
    return render(request, "workspaces/followed.html", followed=followed_by(request.member))


@require_POST
def following(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Follow a record (`follow` is "yes"), or cease to; answers the button as it is now."""
    record = get_followed(request.member, kind, pk)
    follow = request.POST.get("follow") == "yes"
    if follow:
        follow_record(record, by=request.member)
    else:
        unfollow_record(kind, record.pk, by=request.member)
    if wants_fragment(request):
        return render(request, "workspaces/_follow.html", follow_kind=kind, follow_pk=record.pk, followed=follow)
    toast(request, _("You follow this now.") if follow else _("You no longer follow this."))
    return go(request, local(request, request.headers.get("Referer"), address(request, "followed")))
