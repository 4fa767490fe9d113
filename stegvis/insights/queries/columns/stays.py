"""The stays of the deals that a report is about, as columns: from what is kept, else from the rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.deals import Deals, read_deals
from stegvis.insights.queries.columns.numbers import Column
from stegvis.insights.queries.columns.packing import Packed, kept_columns, unpack
from stegvis.insights.queries.columns.visits import FACTS, WORTH, read_visits
from stegvis.insights.queries.kept import has_many_stays
from stegvis.insights.queries.population import deals_of

# So many deals at a time: their stays fit into a few megabytes.
AT_ONCE = 20_000
# So many changed ones: their ids are in the query.
CHANGED_AT_ONCE = 500


@dataclass(frozen=True)
class Stays:
    """Stays, those of a deal together and in order: `at` is the place of the deal among the deals, moments are MISSING
    if not known, `onward` and `seller` are 0 for none. `first` marks the first stay of each deal."""

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


@dataclass(frozen=True)
class Worth:
    """What deals were worth in their stays: hundredths (or MISSING), the currency's code, and when that was told."""

    amount: Column
    code: Column
    told: Column


KINDS = (np.int64, np.int32, np.int64, np.int64, np.int32, np.int32)
NO_STAYS = Stays(*(np.empty(0, kind) for kind in KINDS), first=np.empty(0, bool))


def choose_stays(asked: Asked, choose: Callable[[Stays], Column]) -> tuple[Deals, Stays]:
    """The deals, and of their stays in any stage those that `choose` marks (of all stays of some deals at a time)."""
    deals = read_deals(asked)
    parts = [part.where(choose(part)) for part in each_part(asked, deals)]
    return deals, Stays.joined([NO_STAYS, *parts])


def each_part(asked: Asked, deals: Deals) -> Iterator[Stays]:
    """All stays of the deals, those of some thousand deals at a time."""
    kept = _kept(asked)
    if kept is not None:
        for columns in _from_kept(asked, kept):
            yield as_stays(deals, columns)[0]
        return
    # Read row by row they are read once: a report asks for them twice.
    known = asked.__dict__.setdefault("_stays", [])
    if not known:
        known += [as_stays(deals, columns)[0] for columns in _from_rows(asked, deals)]
    yield from known


def each_worth(asked: Asked, deals: Deals) -> Iterator[tuple[Stays, Worth]]:
    """The same, with what the deals were worth in their stays."""
    kept = _kept(asked)
    read = _from_rows(asked, deals, worth=True) if kept is None else _from_kept(asked, kept, worth=True)
    for columns in read:
        stays, known = as_stays(deals, columns[: len(FACTS)])
        yield stays, Worth(*(one[known] for one in columns[len(FACTS) :]))


def _kept(asked: Asked) -> Packed | None:
    return kept_columns(asked.member.workspace_id) if has_many_stays(asked.member) else None


def _from_kept(asked: Asked, kept: Packed, *, worth: bool = False) -> Iterator[list[Column]]:
    changed = np.array(kept.changed, np.int64)
    for packed in kept.parts(worth=worth):
        columns = unpack(*packed)
        stale = np.isin(columns[0], changed) if len(changed) else None
        yield columns if stale is None or not stale.any() else [one[~stale] for one in columns]
    facts = (*FACTS, *WORTH) if worth else FACTS
    for first in range(0, len(kept.changed), CHANGED_AT_ONCE):
        yield read_visits(asked.member.workspace_id, facts, deal__in=kept.changed[first : first + CHANGED_AT_ONCE])


def _from_rows(asked: Asked, deals: Deals, *, worth: bool = False) -> Iterator[list[Column]]:
    facts = (*FACTS, *WORTH) if worth else FACTS
    for first in range(0, len(deals.ids), AT_ONCE):
        ids = deals.ids[first : first + AT_ONCE]
        own = deals_of(asked).order_by().filter(pk__gte=int(ids[0]), pk__lte=int(ids[-1]))
        yield read_visits(asked.member.workspace_id, facts, deal__in=own.values("pk"))


def as_stays(deals: Deals, columns: Sequence[Column]) -> tuple[Stays, Column]:
    """Stays of the columns of visits, those of `deals` only; and which of the rows they are."""
    ids, *rest = columns
    begins = np.ones(len(ids), bool)
    begins[1:] = ids[1:] != ids[:-1]
    # Asked once for each deal, not for each stay.
    own = deals.places(ids[begins])
    at = np.repeat(own, np.diff(np.append(np.flatnonzero(begins), len(ids))))
    found = Stays(*(one.astype(kind, copy=False) for one, kind in zip((at, *rest), KINDS, strict=True)), first=begins)
    if (own >= 0).all():
        return found, np.ones(len(ids), bool)
    return found.where(at >= 0), at >= 0
