"""The rows of the grid of targets: the whole, the teams by name, then members by name, a page at a time."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.insights.queries.targets import find_sellers, own_teams, settable
from stegvis.insights.targeting import Whose
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.permissions import Scope, colleagues, scope_of

# A page holds so many teams and so many members at most: their twelve months are fewer fields than a form may have.
PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """Whose targets a row of the grid holds, in words."""

    whose: Whose
    name: str


def read_rows(member: Member, after: Whose | None = None) -> tuple[list[Row], Whose | None]:
    """The rows that `member` may set, those behind the team or member `after`; and what the next page begins behind."""
    if after is not None and after.kind == "member":
        return _page("member", _sellers(member), after)
    rows, more = _page("team", _teams(member), after)
    if after is None and settable(member)(Whose()):
        rows.insert(0, Row(Whose(), _("Everybody")))
    if more is not None:
        return rows, more
    members, more = _page("member", _sellers(member), None)
    return rows + members, more


def _page(kind: str, found: QuerySet, after: Whose | None) -> tuple[list[Row], Whose | None]:
    """The next rows of `found`; from the first one where `after` is not there."""
    last = after and found.filter(pk=after.pk).values_list("name", flat=True).first()
    if after and last is not None:
        found = found.filter(Q(name__gt=last) | Q(name=last, pk__gt=after.pk))
    named = list(found.order_by("name", "pk").values_list("pk", "name")[: PAGE + 1])
    rows = [Row(Whose(kind, pk), name) for pk, name in named[:PAGE]]
    return rows, rows[-1].whose if len(named) > PAGE else None


def _teams(member: Member) -> QuerySet:
    """Teams, as far as `member` may set their targets."""
    scope, found = scope_of(member, "targets"), Team.objects.filter(workspace=member.workspace_id)
    if scope == Scope.ALL:
        return found
    return found.filter(pk__in=own_teams(member) if scope == Scope.TEAM else ())


def _sellers(member: Member) -> QuerySet:
    """Members who may have deals of their own, as far as `member` may set their targets."""
    found, ids = find_sellers(member.workspace), colleagues(member, scope_of(member, "targets"))
    return found if ids is None else found.filter(pk__in=ids)
