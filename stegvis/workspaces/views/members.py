"""Settings of members, invitations and teams."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_invitation, get_member
from stegvis.workspaces.forms.members import ActivityForm, InviteForm, RoleForm, roles_for
from stegvis.workspaces.links import invitation_link, site_address
from stegvis.workspaces.operations.inviting import invite_member, revoke_invitation
from stegvis.workspaces.operations.members import (
    change_role,
    deactivate_member,
    make_reset_link,
    reactivate_member,
)
from stegvis.workspaces.permissions import may, may_give, require
from stegvis.workspaces.queries import member_page, open_invitations
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who is in the workspace; who may, invites and changes them here."""
    require(request.member, "see")
    return _page(request)


def _page(request: HttpRequest, form=None, status: int = 200, **context) -> HttpResponse:
    by, after = request.member, request.GET.get("after", "")
    page, last = member_page(by, int(after) if after.isdecimal() else None)
    if may(by, "members"):
        site = site_address(request)
        invitations = [(one, invitation_link(one, site)) for one in open_invitations(by)] if not after else []
        context |= {"form": form or InviteForm(by=by), "invitations": invitations}
    context |= {"members": page, "next": last, "roles": roles_for(by), "may_give": may_give, "may": may, "after": after}
    return render_settings(request, "workspaces/members.html", "members", status=status, **context)


@require_POST
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is mailed where a server is set up, and always there to copy."""
    require(request.member, "members")
    form = InviteForm(request.POST, by=request.member)
    if not form.is_valid():
        return _page(request, form, status=422)
    chosen = form.cleaned_data
    try:
        invite_member(chosen["email"], chosen["role"], by=request.member, site=site_address(request))
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form, status=422)
    toast(request, _("%(email)s is invited. The link is below.") % chosen)
    return go(request, address(request, "members"))


@require_POST
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation's link worthless."""
    invitation = get_invitation(request.member, pk, "members")
    done = _("The invitation of %(email)s no longer works.") % {"email": invitation.email}
    return act(request, lambda: revoke_invitation(invitation, by=request.member), done, address(request, "members"))


@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a member's role."""
    member = get_member(request.member, pk, "members")
    form = RoleForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    wish = form.cleaned_data["role"]
    done = _("%(name)s has the new role.") % {"name": member.name}
    return act(request, lambda: change_role(member, wish, by=request.member), done, address(request, "members"))


@require_POST
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the workspace away from a member, or give it back; each is the undo of the other."""
    member = get_member(request.member, pk, "members")
    form = ActivityForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    if form.cleaned_data["active"]:
        verb, done = reactivate_member, _("%(name)s is active again.")
    else:
        verb, done = deactivate_member, _("%(name)s can no longer work here.")
    done %= {"name": member.name}
    return act(request, lambda: verb(member, by=request.member), done, address(request, "members"))


@require_POST
def reset_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for a new password and show it once, to be copied."""
    member = get_member(request.member, pk, "members")
    try:
        link = make_reset_link(member, site_address(request), by=request.member)
    except Refused as refusal:
        return _page(request, status=409, problem=str(refusal))
    answer = _page(request, reset_of=member, reset_link=link)
    answer.headers["Cache-Control"] = "no-store"
    return answer
