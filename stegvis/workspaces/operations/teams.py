"""Teams: who shares what the scope *team* allows."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Deletion, Member, Team
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import Actor, require


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
    team.name = name.strip()
    _refuse_twin(team)
    team.save(update_fields=["name", "updated_at"])
    team.members.set(_of_workspace(members, team))
    audit("team_changed", by=by, detail={"team": team.name, "members": [member.name for member in members]})
    return team


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
