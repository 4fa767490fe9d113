"""What the page "Find out how you sell" shows."""

from dataclasses import dataclass

from stegvis.discovery.models import Advice, HistoryReading, Interview, Participant
from stegvis.discovery.queries.interviews import asked_of, interviews_of
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import may

SHOWN = 10


@dataclass
class Hub:
    """What a member may begin, and what there is already; who may change no process sees what it is asked only."""

    may_lead: bool
    asked: list[Participant]
    interviews: list[Interview]
    readings: list[HistoryReading]
    advices: list[Advice]


def hub_of(member: Member) -> Hub:
    """The hub as `member` sees it."""
    if not may(member, "processes"):
        return Hub(False, asked_of(member), [], [], [])
    here = {"workspace": member.workspace_id}
    readings = HistoryReading.objects.filter(**here)[:SHOWN]
    advices = Advice.objects.filter(**here).select_related("offer", "group")[:SHOWN]
    return Hub(True, asked_of(member), interviews_of(member), list(readings), list(advices))
