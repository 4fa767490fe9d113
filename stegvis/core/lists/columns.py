"""The columns of a list: what can be shown, what is, and by which it is sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from stegvis.core.lists.paging import Stretch

# Fills attributes of all rows of a page at once: one query, whatever the number of rows.
Loader = Callable[[Sequence[SimpleNamespace], Any], None]


class Sorter(Protocol):
    """An order that is kept in another table than the listed one."""

    def stretch(
        self, records: QuerySet, fields: Sequence[str], *, descending: bool, size: int, after: str, before: str
    ) -> Stretch:
        """At most `size` of `records` (dicts of `fields`) behind or before a place, as `paging.stretch`; BadToken."""


@dataclass(frozen=True)
class Column:
    """One column. `fields` are what `.values()` fetches for it, `load` what needs rows of other tables.

    `sort` is a concrete field of the listed model with an index that begins with the workspace; without it the column
    does not sort, unless it has a `sorter`. `first_down`: a first press on its head shows the largest first. `fixed`
    columns are always shown, the others when chosen, or without a choice when `default`. `phone` is "hide", "full" (a
    line of its own) or "".
    `say` gives what a cell shows (as `ui.own_value` takes it) where the list's template has no macro for it.
    `fact` names what of the record is edited in its cells, by who may `verb`; a `locked` column the reader only reads.
    """

    key: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    sort: str = ""
    sorter: Sorter | None = None
    load: Loader | None = None
    number: bool = False
    first_down: bool = False
    default: bool = True
    fixed: bool = False
    phone: str = "hide"
    say: Callable[[SimpleNamespace], Any] | None = None
    fact: str = ""
    verb: str = "edit"
    locked: bool = False

    @property
    def sorts(self) -> bool:
        """Whether a list can go by it."""
        return bool(self.sort or self.sorter)


def shown(columns: Sequence[Column], chosen: Sequence[str] | None) -> list[Column]:
    """Those to show, in their own order: the fixed and the chosen ones; without a choice the default ones."""
    if chosen is None:
        return [column for column in columns if column.fixed or column.default]
    return [column for column in columns if column.fixed or column.key in chosen]
