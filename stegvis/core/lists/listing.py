"""A list as one noun has it, and one page of it as an address asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from stegvis.core.lists.addresses import PLACES, hidden, varied
from stegvis.core.lists.columns import Column, Sorter, shown
from stegvis.core.lists.counting import Count, count_capped
from stegvis.core.lists.filters import Filter, InUse
from stegvis.core.lists.grouping import Group, Grouping, in_groups
from stegvis.core.lists.paging import PAGE_SIZE, First, Order, Stretch, stretch
from stegvis.core.lists.tokens import BadToken


@dataclass(frozen=True)
class Listing:
    """What a list of one noun can show and be narrowed by. `key` names it where choices are remembered.

    `sort` is what an address without `?sort=` means: a column's key, with a minus for descending. `fields` are
    fetched for every row, whatever columns are shown.
    """

    key: str
    columns: Sequence[Column]
    filters: Sequence[Filter]
    sort: str
    fields: Sequence[str] = ()
    groupings: Sequence[Grouping] = ()

    def page(
        self,
        params: QueryDict,
        queryset: QuerySet,
        *,
        reader,
        chosen: Sequence[str] | None = None,
        count: Count | None = None,
        size: int = PAGE_SIZE,
    ) -> "ListPage":
        """The page of `queryset` (what `reader` may see) that `params` ask for. Never raises for bad parameters.

        `chosen` are the remembered columns; `count` a kept count of the whole, used while no filter is on.
        """
        page = ListPage(self, params, reader, chosen)
        narrowed = page.narrow(queryset)
        page.fetch(narrowed, size)
        page.count = count if count and not page.is_filtered else page.counted(narrowed)
        return page

    def narrow(self, params: QueryDict, queryset: QuerySet, *, reader) -> QuerySet:
        """All rows that pass the filters of `params`, without order: what an export of the list holds."""
        return ListPage(self, params, reader, None).narrow(queryset)

    def row(self, queryset: QuerySet, pk: int, column: Column, *, reader) -> SimpleNamespace | None:
        """One row as `column` shows it; None where it is not in `queryset`."""
        found = queryset.filter(pk=pk).values(*dict.fromkeys(["id", *self.fields, *column.fields])).first()
        row = SimpleNamespace(**found) if found else None
        if row and column.load:
            column.load([row], reader)
        return row

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        return next((one for one in self.columns if one.key == key), None)


@dataclass
class ListPage:
    """One page: `rows` (with the attributes that the shown `columns` fetch), `filters` in use, `notices`, addresses."""

    listing: Listing
    params: QueryDict
    reader: Any
    remembered: Sequence[str] | None
    rows: list[SimpleNamespace] = field(default_factory=list)
    count: Count = field(default_factory=lambda: Count(0))
    notices: list[str] = field(default_factory=list)
    stretch: Stretch = field(default_factory=lambda: Stretch([], None, None))
    groups: list[Group] = field(default_factory=list)

    @cached_property
    def filters(self) -> list[InUse]:
        """All filters of the listing as the address uses them."""
        read = [one.read(self.params, self.reader) for one in self.listing.filters]
        for one in read:
            self.notices += [_unread(one.filter.label, text) for text in one.unread]
        return read

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is on."""
        return any(one.on for one in self.filters)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns to show: those of the address, else the remembered, else the default ones."""
        asked = [key for part in self.params.getlist("columns") for key in part.split(",") if key]
        known = {column.key for column in self.listing.columns}
        self.notices += [_unread(_("Columns"), key) for key in asked if key not in known]
        return shown(self.listing.columns, asked if any(key in known for key in asked) else self.remembered)

    @cached_property
    def sorted_by(self) -> tuple[Column, bool]:
        """The column that sorts, and whether the largest come first."""
        asked = self.params.get("sort", "")
        sortable = {column.key: column for column in self.listing.columns if column.sorts}
        if asked and asked.removeprefix("-") not in sortable:
            self.notices.append(_unread(_("Sorting"), asked))
            asked = ""
        asked = asked or self.listing.sort
        return sortable[asked.removeprefix("-")], asked.startswith("-")

    @cached_property
    def grouping(self) -> Grouping | None:
        """How the address groups the rows, if at all."""
        asked = self.params.get("group", "")
        found = next((one for one in self.listing.groupings if one.key == asked), None)
        if asked and found is None:
            self.notices.append(_unread(_("Grouping"), asked))
        return found

    def group_address(self, grouping: Grouping | None) -> str:
        """The same list in other groups, or in none."""
        return varied(self.params, {"group": grouping.key if grouping else None})

    def narrow(self, queryset: QuerySet) -> QuerySet:
        """`queryset` with only what passes all filters."""
        for one in self.filters:
            queryset = one.narrow(queryset, self.reader)
        return queryset

    def fetch(self, queryset: QuerySet, size: int, first: First | None = None) -> None:
        """Fill `rows`: one query for them (two where rows without a value begin), one for each loader.

        `first` may know a shorter way to the first page, by a written query for instance; its rows hold `fields`.
        """
        by = self.grouping
        if self.sorter:
            self.stretch = self._sorted_apart(self.sorter, queryset, size)
        else:
            told = SimpleLazyObject(lambda: queryset.values(*self.fields))
            self.stretch = self._stretch(told, self.order, size, None if by else first)
        self.rows = [SimpleNamespace(**row) for row in self.stretch.rows]
        if self.rows:
            for load in dict.fromkeys(one.load for one in self.columns if one.load):
                load(self.rows, self.reader)
        if by:
            self.groups = in_groups(by, self.rows, queryset, self.reader, field_name=by.field)
        else:
            self.groups = [Group(None, self.rows)]

    def counted(self, narrowed: QuerySet) -> Count:
        """How many rows pass. Nothing is asked where this page holds them all: a rare filter walks its list once."""
        whole = not (self.stretch.before or self.stretch.after)
        return Count(len(self.rows)) if whole else count_capped(narrowed)

    @property
    def sorter(self) -> Sorter | None:
        """What knows the order of the rows, where another table does; groups come before any order."""
        return None if self.grouping else self.sorted_by[0].sorter

    @property
    def order(self) -> Order:
        """The order of the rows."""
        if self.grouping:
            return Order(self.grouping.field, then=self.grouping.then)
        column, descending = self.sorted_by
        return Order(column.sort, descending)

    @cached_property
    def fields(self) -> list[str]:
        """What is fetched for every row, always in the same order."""
        shown = (name for one in self.columns for name in one.fields)
        ordered = () if self.sorter else (self.order.field, *self.order.ties)
        return list(dict.fromkeys(["id", *ordered, *self.listing.fields, *shown]))

    def _stretch(self, queryset: QuerySet | SimpleLazyObject, order: Order, size: int, first: First | None) -> Stretch:
        return self._from_place(partial(stretch, queryset, order, size=size, first=first))

    def _sorted_apart(self, sorter: Sorter, queryset: QuerySet, size: int) -> Stretch:
        down = self.sorted_by[1]
        return self._from_place(partial(sorter.stretch, queryset, self.fields, descending=down, size=size))

    def _from_place(self, ask: Callable[..., Stretch]) -> Stretch:
        """What `ask` finds where the address says; the first page where it names none that is there."""
        try:
            return ask(**{name: self.params.get(name, "") for name in PLACES})
        except BadToken:
            self.notices.append(_("The address named a page that is not there; this is the first one."))
            return ask(**dict.fromkeys(PLACES, ""))

    @property
    def next_address(self) -> str:
        """Where the next page is; empty on the last."""
        return varied(self.params, {"after": self.stretch.after}) if self.stretch.after else ""

    @property
    def previous_address(self) -> str:
        """Where the previous page is; empty on the first."""
        return varied(self.params, {"before": self.stretch.before}) if self.stretch.before else ""

    @property
    def first_address(self) -> str:
        """The same list from its start."""
        return varied(self.params, {})

    @property
    def bare_address(self) -> str:
        """The same list without any filter."""
        return varied(self.params, dict.fromkeys(name for one in self.filters for name in one.filter.names))

    def address_without(self, used: InUse) -> str:
        """The same list without one filter."""
        return varied(self.params, dict.fromkeys(used.filter.names))

    def sort_address(self, column: Column) -> str:
        """The list sorted by `column`; the other way round where it is sorted by it already."""
        by, descending = self.sorted_by
        down = not descending if by is column else column.first_down
        return varied(self.params, {"sort": f"-{column.key}" if down else column.key}) if column.sorts else ""

    def direction(self, column: Column) -> str:
        """For aria-sort: "ascending", "descending", or nothing."""
        by, descending = self.sorted_by
        return ("descending" if descending else "ascending") if by is column else ""

    def carried(self, *used: InUse) -> list[tuple[str, str]]:
        """The hidden fields of a form that asks for these filters."""
        return hidden(self.params, {name for one in used for name in one.filter.names})


def _unread(label, text: str) -> str:
    shortened = text if len(text) <= 40 else f"{text[:40]}…"
    return _("%(filter)s: “%(text)s” was not understood and is left out.") % {"filter": label, "text": shortened}
