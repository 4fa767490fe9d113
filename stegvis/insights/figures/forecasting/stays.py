"""Stays of deals in stages, as columns, and what of them was known on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

# Where a stay led to, when not to another place.
WON, LOST, AWAY, STILL = -1, -2, -3, -4
NEVER = 2**31 - 1
Column = npt.NDArray


class Stay(NamedTuple):
    """One stay of a deal in a place (a stage in all its versions). `valued` is the day from which `value` was known.

    `final` is what the deal was won with, or is worth now. `guessed`: when it began is not known, and today stands in.
    """

    deal: int
    place: int
    entered: int
    left: int = NEVER
    to: int = STILL
    value: float = float("nan")
    valued: int = 0
    final: float = float("nan")
    source: int = 0
    guessed: bool = False


KINDS = {"value": np.float64, "final": np.float64, "deal": np.int64, "guessed": np.bool_}


@dataclass(frozen=True)
class Stays:
    """Columns of stays, in the order of deal and time; `first` marks the first known stay of each deal."""

    deal: Column
    place: Column
    entered: Column
    left: Column
    to: Column
    value: Column
    valued: Column
    final: Column
    source: Column
    guessed: Column
    first: Column

    @classmethod
    def from_rows(cls, rows: Iterable[tuple]) -> Self:
        """Columns of rows like `Stay`, which come in the order of deal and sequence; a generator is enough."""
        dtype = np.dtype([(name, KINDS.get(name, np.int32)) for name in Stay._fields])
        table = np.fromiter((tuple(row) for row in rows), dtype=dtype)
        return cls.from_columns(*(np.ascontiguousarray(table[name]) for name in Stay._fields))

    @classmethod
    def from_columns(cls, *columns: Column) -> Self:
        """The same of columns in the order of the fields of `Stay`."""
        kinds = (KINDS.get(name, np.int32) for name in Stay._fields)
        facts = [column.astype(kind, copy=False) for column, kind in zip(columns, kinds, strict=True)]
        deal, guessed = facts[0], facts[-1]
        first = np.ones(len(deal), dtype=bool)
        first[1:] = deal[1:] != deal[:-1]
        return cls(*facts, first=first & ~guessed)

    def __len__(self) -> int:
        return len(self.deal)

    def where(self, mask: Column) -> Self:
        """Those that `mask` names."""
        return type(self)(*(getattr(self, field.name)[mask] for field in fields(self)))

    def known_on(self, day: int) -> Self:
        """What was known at the end of `day`: later moves have not happened, later values have not been said."""
        seen = self.where(self.entered <= day)
        later = seen.left > day
        return replace(
            seen,
            left=np.where(later, np.int32(NEVER), seen.left),
            to=np.where(later, np.int32(STILL), seen.to),
            final=np.where(later, np.nan, seen.final),
            value=np.where(seen.valued > day, np.nan, seen.value),
        )

    def with_current(self) -> Self:
        """The same with what open deals are worth now: for a forecast of today, never for one of the past."""
        return replace(
            self, value=np.where(self.open, self.final, self.value), valued=np.where(self.open, 0, self.valued)
        )

    @property
    def open(self) -> Column:
        """Marks the stays that go on."""
        return self.to == STILL

    def ended(self, begin: int, end: int, to: int) -> Column:
        """Marks the stays that led to `to` from `begin` to `end`, both included."""
        return (self.to == to) & (self.left >= begin) & (self.left <= end)
