"""The stays of the deals that a report is about, as columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery

from stegvis.deals.models import StageMove, StageVisit
from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.deals import Deals, currency_code, read_deals
from stegvis.insights.queries.columns.numbers import MISSING, Column, Moment, cents, read_numbers, whole
from stegvis.insights.queries.population import deals_of

# So many deals at a time: their stays fit into a few megabytes.
AT_ONCE = 20_000


@dataclass(frozen=True)
class Stays:
    """Stays in the order of deal and time: `at` is the place of the deal among the deals, moments are MISSING if not
    known, `onward` and `seller` are 0 for none. `first` marks the first stay of each deal."""

    at: Column
    stage: Column
    entered: Column
    left: Column
    onward: Column
    seller: Column
    first: Column

    def __len__(self) -> int:
        return len(self.at)

    def where(self, which: Column) -> Self:
        """Those that a mask, or their places, name."""
        return type(self)(*(getattr(self, one.name)[which] for one in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """One after the other."""
        return cls(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(cls)))


FACTS = (
    whole("deal_id"),
    whole("stage_id"),
    whole(Moment("entered_at"), MISSING),
    whole(Moment("left_at"), MISSING),
    whole("next_stage_id"),
    whole("seller_id"),
)
KINDS = (np.int64, np.int32, np.int64, np.int64, np.int32, np.int32)
NO_STAYS = Stays(*(np.empty(0, kind) for kind in KINDS), first=np.empty(0, bool))


def choose_stays(asked: Asked, choose: Callable[[Stays], Column]) -> tuple[Deals, Stays]:
    """The deals, and of their stays in any stage those that `choose` marks (of all stays of some deals at a time)."""
    deals = read_deals(asked)
    parts = [part.where(choose(part)) for part in each_part(asked, deals)]
    return deals, Stays.joined([NO_STAYS, *parts])


def each_part(asked: Asked, deals: Deals) -> Iterator[Stays]:
    """All stays of the deals, some thousand deals at a time."""
    for first in range(0, len(deals.ids), AT_ONCE):
        own = deals.ids[first : first + AT_ONCE]
        yield as_stays(deals, *read_numbers(visits_between(asked, int(own[0]), int(own[-1])), *FACTS))


def visits_between(asked: Asked, first: int, last: int) -> QuerySet:
    """The stays of the deals with ids from `first` to `last`."""
    own = deals_of(asked).order_by().filter(pk__gte=first, pk__lte=last)
    visits = StageVisit.objects.filter(workspace=asked.member.workspace_id, deal__in=own.values("pk"))
    return visits.order_by("deal_id", "sequence")


def as_stays(deals: Deals, ids: Column, *columns: Column) -> Stays:
    """Stays of these columns, those of `deals` only."""
    begins = np.ones(len(ids), bool)
    begins[1:] = ids[1:] != ids[:-1]
    # Asked once for each deal, not for each stay.
    at = deals.places(ids[begins])[np.cumsum(begins) - 1]
    facts = [one.astype(kind, copy=False) for one, kind in zip((at, *columns), KINDS, strict=True)]
    found = Stays(*facts, first=begins)
    return found if (at >= 0).all() else found.where(at >= 0)


@dataclass(frozen=True)
class Worth:
    """What deals were worth in their stays: hundredths (or MISSING), the currency's code, and when that was told."""

    amount: Column
    code: Column
    told: Column


def each_worth(asked: Asked, deals: Deals) -> Iterator[tuple[Stays, Worth]]:
    """The same as `each_part`, with what the deals were worth in their stays."""
    move = StageMove.objects.filter(
        workspace=asked.member.workspace_id, deal=OuterRef("deal_id"), sequence=OuterRef("sequence")
    )
    told = Moment(Subquery(move.values("recorded_at")[:1]))
    worth = (whole(cents("amount"), MISSING), currency_code(asked.workspace.currency), whole(told, MISSING))
    for first in range(0, len(deals.ids), AT_ONCE):
        own = deals.ids[first : first + AT_ONCE]
        columns = read_numbers(visits_between(asked, int(own[0]), int(own[-1])), *FACTS, *worth)
        known = deals.places(columns[0]) >= 0
        yield as_stays(deals, *columns[: len(FACTS)]), Worth(*(one[known] for one in columns[len(FACTS) :]))
