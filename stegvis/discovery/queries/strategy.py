"""Target groups and offers of a workspace."""

from collections.abc import Sequence

from stegvis.discovery.models import Offer, TargetGroup
from stegvis.workspaces.models import Member

SHOWN = 200


def groups_of(member: Member, ids: Sequence[str] | None = None) -> list[TargetGroup]:
    """The target groups in order; with `ids` those of them."""
    found = TargetGroup.objects.filter(workspace=member.workspace_id)
    return list((found if ids is None else found.filter(pk__in=_numbers(ids)))[:SHOWN])


def offers_of(member: Member, ids: Sequence[str] | None = None) -> list[Offer]:
    """The offers in order, with the groups they are for; with `ids` those of them."""
    found = Offer.objects.filter(workspace=member.workspace_id).prefetch_related("groups")
    return list((found if ids is None else found.filter(pk__in=_numbers(ids)))[:SHOWN])


def _numbers(ids: Sequence[str]) -> list[int]:
    return [int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 19]
