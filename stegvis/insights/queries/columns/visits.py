"""Rows of visits as columns."""

from typing import Any

from django.db.models import OuterRef, Subquery

from stegvis.deals.models import StageMove, StageVisit
from stegvis.insights.queries.columns.deals import Letters
from stegvis.insights.queries.columns.numbers import MISSING, Column, Moment, cents, read_numbers, whole

# Deal, stage, entered, left, next stage, seller.
FACTS = (
    whole("deal_id"),
    whole("stage_id"),
    whole(Moment("entered_at"), MISSING),
    whole(Moment("left_at"), MISSING),
    whole("next_stage_id"),
    whole("seller_id"),
)
_TOLD = StageMove.objects.filter(
    workspace=OuterRef("workspace_id"), deal=OuterRef("deal_id"), sequence=OuterRef("sequence")
)
# Amount in hundredths, the currency's code, when that was recorded.
WORTH = (
    whole(cents("amount"), MISSING),
    Letters("currency"),
    whole(Moment(Subquery(_TOLD.order_by().values("recorded_at")[:1])), MISSING),
)


def read_visits(workspace_id: int, facts: tuple, **which: Any) -> list[Column]:
    """Columns of `facts` of the visits that `which` names, in the order of deal and time."""
    visits = StageVisit.objects.filter(workspace=workspace_id, **which)
    return read_numbers(visits.order_by("deal_id", "sequence"), *facts)
