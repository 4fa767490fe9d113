"""Doors to reports."""

from django.http import Http404

from stegvis.insights.kinds import Kind, known
from stegvis.insights.models import DashboardCard
from stegvis.workspaces.access import get_in_workspace
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require


def get_kind(member: Member, name: str) -> Kind:
    """The kind of report of that name; Http404, or PermissionDenied for who may not see it."""
    kind = known(name)
    if kind is None:
        raise Http404
    require(member, kind.verb)
    return kind


def get_card(member: Member, pk: int) -> DashboardCard:
    """A card of the member's own dashboard; Http404."""
    return get_in_workspace(DashboardCard.objects.filter(owner=member), member, pk)
