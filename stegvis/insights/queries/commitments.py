"""What was said of deals and their quarter: now, and a week ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from stegvis.deals.models import Deal
from stegvis.insights.asked import Asked
from stegvis.insights.models import Call, ForecastCommitment
from stegvis.insights.queries.population import deals_of


@dataclass(frozen=True, slots=True)
class Said:
    """One word on a deal: the call, who said it, when, and with which note."""

    call: str
    at: datetime
    by: str
    note: str
    adjusts: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A deal of which something else is said than before; an empty call means that nothing was said."""

    deal: int
    before: str
    now: Said


def newest_of(deal: Deal, quarter: date) -> ForecastCommitment | None:
    """What counts for a deal in the quarter."""
    return history_of(deal, quarter).first()


def history_of(deal: Deal, quarter: date) -> QuerySet:
    """All that was said of a deal in the quarter, newest first."""
    said = ForecastCommitment.objects.filter(workspace=deal.workspace_id, deal=deal, quarter=quarter)
    return said.select_related("by").order_by("-id")


def said_of(asked: Asked, quarter: date, until: datetime | None = None) -> dict[int, Said]:
    """What counted at the moment `until` (now) for each deal that the asker has figures of."""
    found = {deal: said for deal, said in _words(asked, quarter) if until is None or said.at <= until}
    return {deal: said for deal, said in found.items() if said.call != Call.NONE or until is None}


def _words(asked: Asked, quarter: date) -> list[tuple[int, Said]]:
    """All that was said for the quarter, oldest first; one query for each `asked`, which looks at several moments."""
    kept = asked.__dict__.setdefault("_words", {})
    if quarter not in kept:
        words = ForecastCommitment.objects.filter(workspace=asked.member.workspace_id, quarter=quarter)
        words = words.filter(deal__in=deals_of(asked).order_by().values("pk")).order_by("id")
        rows = words.values_list("deal_id", "call", "at", "by__name", "note", "adjusts")
        kept[quarter] = [(deal, Said(call, at, by or "", *rest)) for deal, call, at, by, *rest in rows]
    return kept[quarter]


def changes(before: Mapping[int, Said], now: Mapping[int, Said]) -> list[Changed]:
    """The deals of which something else is said now, the last said first."""
    changed = [
        Changed(deal, before[deal].call if deal in before else "", said)
        for deal, said in now.items()
        if said.call != (before[deal].call if deal in before else Call.NONE)
    ]
    return sorted(changed, key=lambda one: one.now.at, reverse=True)
