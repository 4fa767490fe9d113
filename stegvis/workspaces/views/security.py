"""How one signs in and where one is signed in: passkeys, app, recovery codes, sessions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_member, get_session
from stegvis.workspaces.operations.second_factors import demand_second_factor, reset_second_factors
from stegvis.workspaces.operations.sessions import end_other_sessions, end_session
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries import memberships
from stegvis.workspaces.queries.security import sessions_of, sign_in_of
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.throttling import address_of
from stegvis.workspaces.views.answers import act, address


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The member's own ways in and sessions."""
    context = {"ways": sign_in_of(request.user), "places": sessions_of(request.user, request.session.session_key)}
    return render_settings(request, "workspaces/security.html", "security", **context)


@require_http_methods(["GET", "HEAD"])
def own_security(request: HttpRequest) -> HttpResponse:
    """Where allauth's pages lead back to: the place of Settings in the workspace last worked in."""
    members = memberships(request.user)
    used = [one for one in members if one.workspace_id == request.user.last_workspace_id] or members
    if not used:
        return redirect("home")
    return redirect(reverse("workspaces:security", args=[used[0].workspace.slug]))


@require_safe
def second_factor_wanted(request: HttpRequest) -> HttpResponse:
    """What somebody without a second factor meets where a workspace demands one."""
    return render(request, "mfa/wanted.html")


@require_POST
def session_ending(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one other browser out."""
    session = get_session(request.user, pk)
    end_session(session, by=request.user, address=address_of(request))
    toast(request, _("That browser is signed out."))
    return go(request, address(request, "security"))


@require_POST
def session_endings(request: HttpRequest) -> HttpResponse:
    """Sign all other browsers out."""
    ended = end_other_sessions(request.session.session_key, by=request.user, address=address_of(request))
    done = ngettext("%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", ended)
    toast(request, done % {"num": ended})
    return go(request, address(request, "security"))


@require_POST
def demanding(request: HttpRequest) -> HttpResponse:
    """Demand a second factor of everybody in the workspace, or of nobody."""
    require(request.member, "permissions")
    demanded = request.POST.get("demanded") == "yes"
    done = (
        _("Everybody needs a second factor now.") if demanded else _("A second factor is everybody's own choice now.")
    )
    return act(request, lambda: demand_second_factor(demanded, by=request.member), done, address(request, "members"))


@require_POST
def second_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member's second factors away."""
    member = get_member(request.member, pk, "members")
    done = _("%(name)s signs in by password alone until a new second factor is set up.") % {"name": member.name}
    return act(request, lambda: reset_second_factors(member, by=request.member), done, address(request, "members"))
