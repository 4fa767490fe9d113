"""The door to deals."""

from stegvis.deals.models import Deal
from stegvis.workspaces.access import get_owned
from stegvis.workspaces.models import Member

SHOWN = ("stage", "process", "company", "owner")


def get_deal(member: Member, pk: int, verb: str = "see") -> Deal:
    """The deal that `member` may see, with stage, process, company and owner; Http404, or PermissionDenied."""
    return get_owned(Deal.objects.select_related(*SHOWN), member, pk, verb)
