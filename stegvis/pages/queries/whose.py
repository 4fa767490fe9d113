"""Whose day is looked at: one's own, with that of those one stands in for, or a colleague's or team's."""

import datetime
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import QueryDict

from stegvis.core.written import Written
from stegvis.deals.filters import team_members
from stegvis.timeline.dues import today_of
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.permissions import Scope, colleagues, scope_of
from stegvis.workspaces.queries.absence import stands_in_for

MOST = 300
COLUMNS = ("id", "name", "absent_from", "absent_until")


@dataclass(frozen=True)
class Colleague:
    """An active member, and whether it is away today."""

    id: int
    name: str
    away: bool


@dataclass
class Whose:
    """`ids` are the members whose tasks and deals are meant; `members` everybody one can give a task to.

    `key` is what the address says: "" for oneself, else member-7 or team-3. `choices` are (key, name) of what else one
    may look at, none for those who may only change their own.
    """

    ids: list[int]
    today: datetime.date
    members: list[Colleague]
    key: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    standing_in: list[int] = field(default_factory=list)

    @property
    def mine(self) -> bool:
        """Whether it is one's own day."""
        return not self.key

    def name_of(self, pk: int | None) -> str:
        """A member's name; empty for nobody and for who is not active any more."""
        return next((one.name for one in self.members if one.id == pk), "")

    def is_away(self, pk: int | None) -> bool:
        """Whether that member is away today."""
        return any(one.id == pk and one.away for one in self.members)


def whose_day(member: Member, params: QueryDict) -> Whose:
    """What `?whose=` asks for, as far as `member` may: who may change others' records looks at their days."""
    today = today_of(member)
    members = active_members(member.workspace_id, today)
    standing_in = stands_in_for(member, today)
    found = Whose([member.pk, *standing_in], today, members, standing_in=standing_in)
    scope = min(scope_of(member, "edit"), scope_of(member, "see"))
    if scope <= Scope.OWN:
        return found
    within = colleagues(member, scope)
    allowed = [one for one in members if within is None or one.id in within]
    teams = TEAMS(workspace=member.workspace_id)
    people = [(f"member-{one.id}", one.name) for one in allowed if one.id != member.pk]
    found.choices = [*((f"team-{pk}", name) for pk, name in teams), *people]
    return _chosen(member, params.get("whose", ""), found, {one.id for one in allowed})


def _chosen(member: Member, key: str, found: Whose, allowed: set[int]) -> Whose:
    if key not in dict(found.choices):
        return found
    kind, _, pk = key.partition("-")
    ids = [int(pk)] if kind == "member" else team_members(member, [pk])
    found.ids, found.key = [one for one in ids if one in allowed] or [0], key
    return found


def active_members(workspace: int, today: datetime.date) -> list[Colleague]:
    """Those one can give work to, by name."""
    rows = ACTIVE(workspace=workspace)
    return [Colleague(pk, name, _is_away(begin, end, today)) for pk, name, begin, end in rows]


def _is_away(begin: datetime.date | None, end: datetime.date | None, today: datetime.date) -> bool:
    return begin is not None and begin <= today and (end is None or today <= end)


def _active(workspace: int) -> QuerySet:
    return Member.objects.filter(workspace=workspace, active=True).order_by("name", "id").values_list(*COLUMNS)[:MOST]


ACTIVE = Written(_active)
TEAMS = Written(
    lambda workspace: Team.objects.filter(workspace=workspace).order_by("name", "pk").values_list("pk", "name")
)
