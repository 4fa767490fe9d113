"""Targets as they are set, and who may set whose."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from stegvis.insights.models import Target
from stegvis.insights.targeting import VALUE, Goal, Plan, Whose
from stegvis.workspaces.models import Member, Team, Workspace
from stegvis.workspaces.permissions import ROLES, Actor, Scope, colleagues, grant, member_of, scope_of

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


def find_sellers(workspace: Workspace) -> QuerySet:
    """The members who may have deals of their own: those for whom targets are set."""
    sells = [role for role in ROLES if grant(workspace, role, "create") > Scope.NONE]
    return Member.objects.filter(workspace=workspace, active=True, role__in=sells)


def here_now(workspace: Workspace, asked: Collection[Whose]) -> set[Whose]:
    """Those of `asked` who still are to have targets: all, living teams, and members who sell."""
    ids = {kind: {whose.pk for whose in asked if whose.kind == kind} for kind in ("team", "member")}
    teams = Team.objects.filter(workspace=workspace, pk__in=ids["team"]).order_by().values_list("pk", flat=True)
    sellers = find_sellers(workspace).filter(pk__in=ids["member"]).order_by().values_list("pk", flat=True)
    return {Whose(), *(Whose("team", pk) for pk in teams), *(Whose("member", pk) for pk in sellers)}


def find_targets(workspace: Workspace, plan: Plan, starts: Collection[date]) -> dict[Cell, Goal]:
    """What is set for the periods that begin on `starts`, in the measure of `plan`."""
    rows = Target.objects.filter(workspace=workspace, start__in=starts, length=plan.length, process=plan.process)
    told = rows.exclude(**{plan.measure: None}).values_list("team", "member", "start", plan.measure, "currency")
    return {
        (Whose.of(team, member), start): goal_of(plan, amount, currency)
        for team, member, start, amount, currency in told
    }


def goal_of(plan: Plan, amount: Decimal | int, currency: str) -> Goal:
    """An amount in the measure of `plan`: deals have no currency."""
    return Goal(Decimal(amount), currency if plan.measure == VALUE else "")
