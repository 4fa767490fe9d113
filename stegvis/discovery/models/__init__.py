"""What a team says about its own way of selling."""

from stegvis.discovery.models.interview import (
    AnswerState,
    Interview,
    InterviewAnswer,
    InterviewLead,
    LeadEnd,
    Participant,
    ProposalVerdict,
)
from stegvis.discovery.models.reading import HistoryReading
from stegvis.discovery.models.strategy import Advice, Offer, TargetGroup
from stegvis.discovery.models.variant import OwnVariant

__all__ = [
    "Advice",
    "AnswerState",
    "HistoryReading",
    "Interview",
    "InterviewAnswer",
    "InterviewLead",
    "LeadEnd",
    "Offer",
    "OwnVariant",
    "Participant",
    "ProposalVerdict",
    "TargetGroup",
]
