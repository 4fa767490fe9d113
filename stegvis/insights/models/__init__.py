"""What insights keep: cards of dashboards, what sellers commit to, and results that took long to make."""

from stegvis.insights.models.commitments import Call, ForecastCommitment
from stegvis.insights.models.dashboard import DashboardCard
from stegvis.insights.models.kept import KeptResult

__all__ = ["Call", "DashboardCard", "ForecastCommitment", "KeptResult"]
