"""The floor on the page of a deal: the lines below it, and what was said to them."""

from dataclasses import dataclass

from stegvis.deals.floors import Below, covered, floor_of
from stegvis.deals.models import Deal, DiscountApproval


@dataclass(frozen=True)
class FloorShown:
    """Lines below the floor with whether each is approved, and the newest request."""

    below: list[tuple[Below, bool]]
    last: DiscountApproval | None

    @property
    def waits(self) -> bool:
        """Whether a manager has to decide."""
        return self.last is not None and self.last.state == DiscountApproval.State.ASKED

    @property
    def blocked(self) -> bool:
        """Whether a line lacks approval."""
        return any(not approved for _line, approved in self.below)


def floor_shown(deal: Deal) -> FloorShown:
    """What the deal's page says of the floor."""
    approvals = list(deal.approvals.select_related("asked_by", "decided_by").order_by("-id")[:20])
    given = [one.lines for one in approvals if one.state == DiscountApproval.State.APPROVED]
    below = [(one, any(covered(one, lines) for lines in given)) for one in floor_of(deal)]
    return FloorShown(below, approvals[0] if approvals else None)
