"""The table of permissions: printed for everybody, changed cell by cell by those who may."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, refuse, render, toast, wants_fragment
from stegvis.workspaces.models import Role
from stegvis.workspaces.operations.granting import set_grant
from stegvis.workspaces.permissions import NAMES, ROLES, Scope, require
from stegvis.workspaces.queries import permission_cell, permission_table
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import address, undo_kept

SCOPES = {scope.name.lower(): scope for scope in Scope}
SCOPE_WORDS = {
    "all": pgettext_lazy("whose records", "all"),
    "team": pgettext_lazy("whose records", "team"),
    "own": pgettext_lazy("whose records", "own"),
    "none": pgettext_lazy("whose records", "none"),
}
WORDS = {"scope_words": SCOPE_WORDS, "role_words": dict(Role.choices)}


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    """The whole table; on a phone one role at a time, chosen by `?role=`."""
    require(request.member, "see")
    shown = request.GET.get("role", "")
    shown = shown if shown in Role.values else Role.SELLER.value
    groups = permission_table(request.member)
    return render_settings(
        request, "workspaces/permissions.html", "permissions", groups=groups, roles=ROLES, shown=shown, **WORDS
    )


@require_POST
def grant(request: HttpRequest, role: str, verb: str) -> HttpResponse:
    """Set one cell."""
    if role not in Role.values or verb not in NAMES:
        raise Http404
    require(request.member, "permissions")
    scope = SCOPES.get(request.POST.get("scope", ""))
    if scope is None:
        return HttpResponseBadRequest()
    try:
        request.member.workspace = set_grant(role, verb, scope, by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("Saved."), undo_kept(request))
    # What a role sees limits what it may do with it, so then more than one cell looks different.
    if not wants_fragment(request) or verb == "see":
        return go(request, f"{address(request, 'permissions')}?role={role}")
    cell = permission_cell(request.member, role, verb)
    return render(request, "workspaces/_grant.html", cell=cell, words=NAMES[verb], **WORDS)
