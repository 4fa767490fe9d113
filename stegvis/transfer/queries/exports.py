"""What an export of a list holds."""

from django.db.models import QuerySet
from django.http import QueryDict

from stegvis.deals.models import Deal
from stegvis.deals.queries.listing import LISTING, STATUSES
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.columns import with_own_fields


def deals_of_list(member: Member, params: QueryDict) -> QuerySet:
    """The deals that `member` sees on the list of deals at such an address, on all its pages."""
    status = STATUSES.get(params.get("status", ""), STATUSES["open"])
    deals = Deal.objects.visible_to(member)
    if status.kinds:
        deals = deals.filter(status__in=status.kinds)
    return with_own_fields(LISTING, member, "deal").narrow(params, deals, reader=member)
