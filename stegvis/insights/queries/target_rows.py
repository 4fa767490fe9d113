"""The rows of the grid of targets: the whole, the teams, then members by name, a page at a time."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from stegvis.insights.queries.targets import settable
from stegvis.insights.targeting import Whose
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.permissions import ROLES, Scope, colleagues, grant, scope_of

# Twelve months of so many rows are still fewer fields than a form may have.
PAGE, MOST_TEAMS = 30, 30


@dataclass(frozen=True, slots=True)
class Row:
    """Whose targets a row of the grid holds, in words."""

    whose: Whose
    name: str


def read_rows(member: Member, after: int | None = None) -> tuple[list[Row], int | None]:
    """The rows that `member` may set, those behind the member `after`; and what the next page begins behind."""
    mine = settable(member)
    rows = [] if after else [one for one in (Row(Whose(), _("All")), *_teams(member)) if mine(one.whose)]
    found = list(_sellers(member, after)[: PAGE + 1])
    rows += [Row(Whose("member", pk), name) for pk, name in found[:PAGE]]
    return rows, found[PAGE - 1][0] if len(found) > PAGE else None


def _teams(member: Member) -> list[Row]:
    found = Team.objects.filter(workspace=member.workspace_id).order_by("name", "pk").values_list("pk", "name")
    return [Row(Whose("team", pk), name) for pk, name in found[:MOST_TEAMS]]


def _sellers(member: Member, after: int | None):
    """Members who may have deals of their own, as far as `member` may set their targets."""
    sells = [role for role in ROLES if grant(member.workspace, role, "create") > Scope.NONE]
    found = Member.objects.filter(workspace=member.workspace_id, active=True, role__in=sells)
    ids = colleagues(member, scope_of(member, "targets"))
    if ids is not None:
        found = found.filter(pk__in=ids)
    last = Member.objects.filter(workspace=member.workspace_id, pk=after).values_list("name", flat=True).first()
    if after and last is not None:
        found = found.filter(Q(name__gt=last) | Q(name=last, pk__gt=after))
    return found.order_by("name", "pk").values_list("pk", "name")
