"""Settings of lost reasons."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.deals.access import get_lost_reason
from stegvis.deals.operations.lost_reasons import (
    add_lost_reason,
    archive_lost_reason,
    rename_lost_reason,
    shift_lost_reason,
)
from stegvis.deals.queries.prices import lost_reasons_of
from stegvis.ui.render import go
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act


@require_http_methods(["GET", "HEAD", "POST"])
def lost_reasons(request):
    """The list; posting a name adds one."""
    require(request.member, "processes")
    if request.method == "POST":
        name, workspace = request.POST.get("name", ""), request.member.workspace
        return act(request, lambda: add_lost_reason(workspace, name, by=request.member), _("Added."), _page(request))
    return render_settings(request, "deals/lost_reasons.html", "lost-reasons", reasons=lost_reasons_of(request.member))


@require_POST
def lost_reason(request, pk: int):
    """Rename one."""
    reason = get_lost_reason(request.member, pk, "processes")
    name = request.POST.get("name", "")
    return act(request, lambda: rename_lost_reason(reason, name, by=request.member), _("Renamed."), _page(request))


@require_POST
def lost_reason_place(request, pk: int):
    """One place earlier or later."""
    reason = get_lost_reason(request.member, pk, "processes")
    shift_lost_reason(reason, -1 if request.POST.get("step") == "earlier" else 1, by=request.member)
    return go(request, _page(request))


@require_POST
def lost_reason_archive(request, pk: int):
    """Offer one no longer, or with `back` again."""
    reason = get_lost_reason(request.member, pk, "processes")
    archived = not request.POST.get("back")
    done = _("No longer offered. Deals lost for it keep it.") if archived else _("Offered again.")
    return act(request, lambda: archive_lost_reason(reason, by=request.member, archived=archived), done, _page(request))


def _page(request) -> str:
    return reverse("deals:lost_reasons", args=[request.member.workspace.slug])
