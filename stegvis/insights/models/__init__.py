from stegvis.insights.models.commitments import Call, ForecastCommitment

__all__ = ["Call", "ForecastCommitment"]
