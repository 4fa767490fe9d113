"""The plan that a seller and a buyer share, and what the buyer said on it."""

from stegvis.buyers.models.link import PlanLink
from stegvis.buyers.models.plan import PlanDocument, PlanStep, SharedPlan
from stegvis.buyers.models.word import PlanWord

__all__ = ["PlanDocument", "PlanLink", "PlanStep", "PlanWord", "SharedPlan"]
