"""Teams: who shares what the scope *team* allows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Deletion, Member, Team
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

VERB = "team"


@transaction.atomic
def create_team(name: str, members: Sequence[Member] = (), *, by: Actor) -> Team:
    """A team of `members`. Raises PermissionDenied, and Refused for a name that another team has."""
    team = Team(workspace=by.workspace, name=name.strip())
    require(by, "members", team)
    _refuse_twin(team)
    team.save()
    team.members.set(_of_workspace(members, team))
    audit("team_created", by=by, detail={"team": team.name})
    return team


@transaction.atomic
def change_team(team: Team, name: str, members: Sequence[Member], *, by: Actor) -> Team:
    """Rename `team` and make these its members. Raises PermissionDenied, Refused."""
    require(by, "members", team)
    known = Team.objects.filter(workspace=team.workspace_id).get(pk=team.pk)
    before = {"team": team.pk, "name": known.name, "members": list(known.members.values_list("pk", flat=True))}
    team.name = name.strip()
    _refuse_twin(team)
    team.save(update_fields=["name", "updated_at"])
    team.members.set(_of_workspace(members, team))
    keep_undo(VERB, before, by=by, what=known.name)
    audit("team_changed", by=by, detail={"team": team.name, "members": [member.name for member in members]})
    return team


@takes_back(VERB)
def _change_back(before: Mapping[str, Any], by: Actor) -> None:
    team = Team.objects.filter(workspace=by.workspace, pk=before["team"]).first()
    if team is None:
        raise Refused(_("The team is not there any more."))
    members = Member.objects.filter(workspace=by.workspace, pk__in=before["members"])
    change_team(team, before["name"], list(members), by=by)


def delete_team(team: Team, *, by: Actor) -> Deletion:
    """Delete `team`, so that its members no longer share anything through it; can be undone."""
    return delete_records([team], by=by, verb="members")


def _refuse_twin(team: Team) -> None:
    twins = Team.objects.filter(workspace=team.workspace_id, name__iexact=team.name).exclude(pk=team.pk)
    if twins.exists():
        raise Refused(_("There is a team “%(name)s” already.") % {"name": team.name})


def _of_workspace(members: Sequence[Member], team: Team) -> list[Member]:
    """The members, if all are of the team's workspace: a mixed list is a mistake of the caller."""
    if any(member.workspace_id != team.workspace_id for member in members):
        raise ValueError("A team has members of its own workspace only.")
    return list(members)
