"""What insights keep: dashboards, what sellers commit to, targets, and results that took long to make."""

from stegvis.insights.models.columns import PART, ChangedStay, ColumnsKept, StayColumns
from stegvis.insights.models.commitments import Call, ForecastCommitment
from stegvis.insights.models.dashboard import DashboardCard
from stegvis.insights.models.kept import KeptResult
from stegvis.insights.models.targets import Length, Target

__all__ = [
    "PART",
    "Call",
    "ChangedStay",
    "ColumnsKept",
    "DashboardCard",
    "ForecastCommitment",
    "KeptResult",
    "Length",
    "StayColumns",
    "Target",
]
