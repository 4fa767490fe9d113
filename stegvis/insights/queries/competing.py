"""Who was in play on the decided deals, and to whom those that were lost went."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from stegvis.deals.models import DealCompetitor
from stegvis.insights.asked import Asked
from stegvis.insights.queries.decided import Decided, decided, on_decided
from stegvis.insights.queries.population import hundredths
from stegvis.processes.models import StageKind

LOST = (StageKind.LOST, StageKind.AFTER_LOST)


@dataclass
class Rivals:
    """Names by id, and ids of the decided deals: by who was in play, and by who won the lost ones."""

    names: dict[int, str] = field(default_factory=dict)
    played: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    winners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def known(self) -> int:
        """Of how many lost deals it is known who won them."""
        return sum(len(ids) for ids in self.winners.values())


def read_rivals(asked: Asked, found: Decided) -> Rivals:
    """Who was in play, without competitors that are deleted; what `found` is worth is added under ("to", id)."""
    rivals = Rivals()
    rows = _rows(asked).annotate(whole=hundredths("deal__amount"))
    facts = ("competitor", "competitor__name", "deal_id", "won", "deal__currency", "whole")
    for pk, name, deal, won, currency, whole in rows.values_list(*facts).iterator(chunk_size=10_000):
        rivals.names[pk] = name
        rivals.played[pk].add(deal)
        if won and deal in found.lost:
            rivals.winners[pk].add(deal)
            # Of no deal more: each is counted among the reasons already.
            found.worth.add(("to", pk), currency, whole, deals=0)
    return rivals


def deals_against(asked: Asked, competitor: int) -> QuerySet:
    """The decided deals in which a competitor was in play."""
    return decided(asked).filter(pk__in=_rows(asked).filter(competitor=competitor).values("deal_id"))


def deals_lost_to(asked: Asked, competitor: int) -> QuerySet:
    """The deals that a competitor won; 0 for those of which nobody said who did."""
    won, lost = _rows(asked).filter(won=True), decided(asked).filter(status__in=LOST)
    if not competitor:
        return lost.exclude(pk__in=won.values("deal_id"))
    return lost.filter(pk__in=won.filter(competitor=competitor).values("deal_id"))


def _rows(asked: Asked) -> QuerySet:
    return on_decided(asked, DealCompetitor).filter(competitor__deletion=None)
