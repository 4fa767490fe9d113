"""Deals and what happens to them."""

from stegvis.deals.models.approvals import DiscountApproval
from stegvis.deals.models.competitors import Competitor, DealCompetitor
from stegvis.deals.models.deal import Deal, DealQuerySet, LostReason, Stakeholder
from stegvis.deals.models.guides import Guide, GuideQuestion, ProcessAid
from stegvis.deals.models.history import Evidence, StageMove, StageVisit
from stegvis.deals.models.objections import Objection, ObjectionAnswer, RaisedObjection
from stegvis.deals.models.products import DealLine, Period, Product
from stegvis.deals.models.publishing import SplitQuestion, SplitStay, TakenAlong
from stegvis.deals.models.qualifying import Framework, FrameworkQuestion, Qualification, QualificationAnswer
from stegvis.deals.models.tally import DealTally

__all__ = [
    "Competitor",
    "Deal",
    "DealCompetitor",
    "DealLine",
    "DealQuerySet",
    "DealTally",
    "DiscountApproval",
    "Evidence",
    "Framework",
    "FrameworkQuestion",
    "Guide",
    "GuideQuestion",
    "LostReason",
    "Objection",
    "ObjectionAnswer",
    "Period",
    "ProcessAid",
    "Product",
    "Qualification",
    "QualificationAnswer",
    "RaisedObjection",
    "SplitQuestion",
    "SplitStay",
    "StageMove",
    "StageVisit",
    "Stakeholder",
    "TakenAlong",
]
