"""What waits for a manager's word."""

from stegvis.deals.models import Deal, DiscountApproval
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import allowed

MOST = 50


def waiting_for(member: Member) -> list[DiscountApproval]:
    """What `member` may decide and nobody has decided, the oldest first."""
    mine = allowed(Deal.objects.all(), member, "approve").values("pk")
    asked = DiscountApproval.objects.filter(workspace=member.workspace_id, state="asked", deal__in=mine)
    return list(asked.select_related("deal", "asked_by").order_by("id")[:MOST])
