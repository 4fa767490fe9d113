"""Deals and what happens to them."""

from stegvis.deals.models.deal import Deal, DealQuerySet, LostReason, Stakeholder
from stegvis.deals.models.history import Evidence, StageMove, StageVisit
from stegvis.deals.models.products import DealLine, Period, Product
from stegvis.deals.models.tally import DealTally

__all__ = [
    "Deal",
    "DealLine",
    "DealQuerySet",
    "DealTally",
    "Evidence",
    "LostReason",
    "Period",
    "Product",
    "StageMove",
    "StageVisit",
    "Stakeholder",
]
