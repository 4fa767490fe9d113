"""Targets as they are set, and who may set whose."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal

from stegvis.insights.models import Target
from stegvis.insights.targeting import Plan, Whose
from stegvis.workspaces.models import Member, Team, Workspace
from stegvis.workspaces.permissions import Actor, Scope, colleagues, member_of, scope_of

Cell = tuple[Whose, date]


def settable(actor: Actor) -> Callable[[Whose], bool]:
    """Whether `actor` may set the targets of whom it is asked about: within a team its own team's and its members'."""
    return within(actor, scope_of(actor, "targets"))


def within(actor: Actor, scope: Scope) -> Callable[[Whose], bool]:
    """Whether a scope of `actor` covers all, a team, a member."""
    member = member_of(actor)
    if member is None or scope == Scope.ALL:
        return lambda whose: True
    members = set(colleagues(member, scope) or ())
    teams = set(own_teams(member)) if scope == Scope.TEAM else set()
    covered = {"whole": set(), "team": teams, "member": members}
    return lambda whose: whose.pk in covered[whose.kind]


def own_teams(member: Member) -> list[int]:
    """Ids of the living teams that `member` is in; asked once for each member object."""
    if "_own_teams" not in member.__dict__:
        found = Team.objects.filter(workspace=member.workspace_id, members=member)
        member.__dict__["_own_teams"] = list(found.order_by().values_list("pk", flat=True))
    return member.__dict__["_own_teams"]


def find_targets(workspace: Workspace, plan: Plan, starts: Collection[date]) -> dict[Cell, Decimal]:
    """The amounts that are set for the periods that begin on `starts`, in the measure of `plan`."""
    rows = Target.objects.filter(workspace=workspace, start__in=starts, length=plan.length, process=plan.process)
    told = rows.exclude(**{plan.measure: None}).values_list("team", "member", "start", plan.measure)
    return {(Whose.of(team, member), start): Decimal(amount) for team, member, start, amount in told}
