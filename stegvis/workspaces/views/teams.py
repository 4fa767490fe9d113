"""Settings of teams."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_team
from stegvis.workspaces.forms.members import TeamForm
from stegvis.workspaces.models import Team
from stegvis.workspaces.operations.teams import change_team, create_team, delete_team
from stegvis.workspaces.permissions import may, require
from stegvis.workspaces.queries import active_members, teams
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import address, undo_address, undo_kept


@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    """The teams and who is in them."""
    require(request.member, "see")
    return render_settings(
        request, "workspaces/teams.html", "teams", teams=teams(request.member), editing=may(request.member, "members")
    )


@require_http_methods(["GET", "POST"])
def new_team(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    require(request.member, "members")
    form = TeamForm(request.POST or None, members=active_members(request.member))
    if request.method == "GET" or not form.is_valid():
        return _form_page(request, form)
    return _save(request, form, lambda name, members: create_team(name, members, by=request.member))


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a team, choose its members."""
    one = get_team(request.member, pk, "members")
    form = TeamForm(request.POST or None, instance=one, members=active_members(request.member))
    if request.method == "GET" or not form.is_valid():
        return _form_page(request, form, one)
    return _save(request, form, lambda name, members: change_team(one, name, members, by=request.member), one)


@require_POST
def team_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a team."""
    one = get_team(request.member, pk, "members")
    deletion = delete_team(one, by=request.member)
    toast(request, _("The team “%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, address(request, "teams"))


def _form_page(request: HttpRequest, form: TeamForm, one: Team | None = None) -> HttpResponse:
    return render_settings(
        request, "workspaces/team.html", "teams", form=form, team=one, status=422 if form.is_bound else 200
    )


def _save(request: HttpRequest, form: TeamForm, verb, one: Team | None = None) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        verb(chosen["name"], list(chosen["members"]))
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return _form_page(request, form, one)
    toast(request, _("Saved."), undo_kept(request))
    return go(request, address(request, "teams"))
