"""Where a user lands: in the last workspace, in the only one, at a choice, or at an explanation."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from stegvis.ui import rail
from stegvis.ui.render import render
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries import memberships, users_exist


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the workspace last worked in; `?choose` always offers the choice."""
    if not request.user.is_authenticated:
        return redirect("account_login" if users_exist() else "welcome")
    members = memberships(request.user)
    landing = _landing(members, request.user.last_workspace_id)  # type: ignore[union-attr]
    if landing and "choose" not in request.GET:
        return redirect(first_page(landing))
    places = [(member, first_page(member)) for member in members]
    return render(request, "workspaces/choose.html", places=places)


def first_page(member: Member) -> str:
    """The address of what a member sees first in its workspace: the first place of the rail."""
    slug = member.workspace.slug
    __, address = (rail.items(slug) or rail.items(slug, foot=True))[0]
    return address


def _landing(members: list[Member], last: int | None) -> Member | None:
    used = [member for member in members if member.workspace_id == last]
    return used[0] if used else members[0] if len(members) == 1 else None
