"""A member's dashboard."""

from stegvis.insights.kinds import Kind, known
from stegvis.insights.models import DashboardCard
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import may


def cards_of(member: Member) -> list[tuple[DashboardCard, Kind]]:
    """The member's cards in order, each with its kind of report; those of kinds that it may not see are left out."""
    cards = DashboardCard.objects.filter(workspace=member.workspace_id, owner=member)
    found = [(card, known(card.report)) for card in cards]
    return [(card, kind) for card, kind in found if kind is not None and may(member, kind.verb)]
