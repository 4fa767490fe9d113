"""Lists in groups: rows of one stage, owner or month together, each group with its count and sum.

A group is a value of a concrete field (or what `of` makes of it), so an index (workspace, field, then, id) serves the
order, and pages go on by key as ever. Counts of the groups on a page are asked for together and stop at the cap.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from stegvis.core.lists.counting import CAP, Count

Words = Callable[[Collection[Any], Any], Mapping[Any, str]]
Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Grouping:
    """One way to group. Rows go by `field` (a column's name), within a group by `then`, which is never empty.

    `words(values, reader)` names the groups, `none` the one without. `of(value)` makes the group of a field's value
    and `narrow(queryset, group)` its rows, where they are not one value. `total(amounts, reader)` says a sum by
    currency in words, for rows with `amount` and `currency`.
    """

    key: str
    label: str | Promise
    field: str
    then: str
    words: Words
    none: str | Promise = ""
    of: Callable[[Any], Any] = lambda value: value
    narrow: Callable[[QuerySet, Any], QuerySet] | None = None
    total: Callable[[Amounts, Any], str] | None = None

    def rows_of(self, queryset: QuerySet, group: Any) -> QuerySet:
        """The rows of one group."""
        if self.narrow:
            return self.narrow(queryset, group)
        return queryset.filter(**{f"{self.field}__isnull": True} if group is None else {self.field: group})


@dataclass
class Group:
    """A heading and the rows of it on this page. `words` is None for a list without groups."""

    words: str | None
    rows: list[SimpleNamespace]
    count: Count = field(default_factory=lambda: Count(0))
    total: str = ""


def in_groups(
    grouping: Grouping, rows: Sequence[SimpleNamespace], narrowed: QuerySet, reader: Any, *, field_name: str
) -> list[Group]:
    """The rows of a page below their headings: one query for the counts, one for the words at most."""
    parts = [(group, list(some)) for group, some in groupby(rows, lambda row: grouping.of(getattr(row, field_name)))]
    words = grouping.words([group for group, _rows in parts if group not in (None, "")], reader)
    counted = _counted(grouping, [group for group, _rows in parts], narrowed)
    groups = []
    for place, (group, some) in enumerate(parts):
        number, amounts = counted.get(place, (0, {}))
        made = Group(words.get(group) or str(grouping.none), some, Count(min(number, CAP), number > CAP))
        if grouping.total and number <= CAP:
            made.total = grouping.total(amounts, reader)
        groups.append(made)
    return groups


def _counted(grouping: Grouping, groups: Sequence[Any], narrowed: QuerySet) -> dict[int, tuple[int, Amounts]]:
    """How many rows each group has and what they are worth by currency, up to the cap: one statement for all."""
    narrowed._check()  # type: ignore[attr-defined]  # the statement is run by hand, the wall still stands
    columns = ("currency", "amount") if grouping.total else ("id",)
    parts, params = [], []
    for place, group in enumerate(groups):
        some = grouping.rows_of(narrowed, group).order_by().values_list(*columns)[: CAP + 1]
        sql, some_params = some.query.sql_with_params()
        # Only our own SQL and a whole number are put together here; values stay parameters.
        figures = "t.currency, COUNT(*), SUM(t.amount)" if grouping.total else "'', COUNT(*), NULL"
        ending = " GROUP BY t.currency" if grouping.total else ""
        parts.append(f"SELECT {place:d}, {figures} FROM ({sql}) t{ending}")  # noqa: S608
        params += some_params
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return _gathered(cursor.fetchall())


def _gathered(rows: Sequence[tuple]) -> dict[int, tuple[int, Amounts]]:
    found: dict[int, tuple[int, Amounts]] = {}
    for place, currency, number, amount in rows:
        count, amounts = found.setdefault(place, (0, {}))
        amounts[currency] = Decimal(str(amount or 0)).quantize(Decimal("0.01"))
        found[place] = (count + number, amounts)
    return found
