"""A member's dashboard: putting reports on it, taking them off, and their order."""

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.insights.kinds import Kind
from stegvis.insights.models import DashboardCard
from stegvis.workspaces.models import Deletion, Member
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.lists import kept_query

MOST = 24
LONGEST_QUERY = 8_000


@transaction.atomic
def put_on_dashboard(kind: Kind, query: str, title: str, *, by: Member) -> DashboardCard:
    """Put a report through filters (`query`: what stands behind the question mark) last on the dashboard of `by`.

    Raises PermissionDenied; Refused where it is full, or for a title or query that is too long.
    """
    require(by, kind.verb)
    mine = DashboardCard.objects.filter(workspace=by.workspace, owner=by)
    if mine.count() >= MOST:
        raise Refused(_("A dashboard holds %(number)s reports. Take one off first.") % {"number": MOST})
    name = " ".join(title.replace("\x00", "").split()) or str(kind.title)
    kept = kept_query(QueryDict(query[: LONGEST_QUERY + 1]))
    if len(name) > 80 or len(query) > LONGEST_QUERY:
        raise Refused(_("A title has at most 80 letters."))
    last = mine.aggregate(last=Max("position"))["last"]
    place = {"position": 0 if last is None else last + 1}
    return DashboardCard.objects.create(
        workspace=by.workspace, owner=by, report=kind.name, query=kept, title=name, **place
    )


@transaction.atomic
def take_off_dashboard(card: DashboardCard, *, by: Member) -> Deletion:
    """Take a card off; it can be had back."""
    return delete_records([card], by=by, verb="see")


@transaction.atomic
def put_first(card: DashboardCard, *, by: Member) -> DashboardCard:
    """Make a card the first of the dashboard."""
    require(by, "see")
    mine = DashboardCard.objects.filter(workspace=by.workspace, owner=by).exclude(pk=card.pk)
    for position, other in enumerate(mine, start=1):
        if other.position != position:
            other.position = position
            other.save(update_fields=["position"])
    card.position = 0
    card.save(update_fields=["position"])
    return card
