"""Pages of a list by key: where the next one begins is said by the last row's key, never by counting rows before it.

The total order is: rows that have a value by (value, id), then rows without one by id, whichever way the values run.
The two parts are asked for one after the other, so an index on (…, value, id) serves both databases; NULLS LAST would
have none on SQLite.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, GeneratedField, QuerySet, Value

from stegvis.core.lists.tokens import BadToken, pack, unpack

PAGE_SIZE = 50


@dataclass(frozen=True)
class Order:
    """Rows by one concrete `field` of the listed model and then by id, both ascending or both descending.

    `then` is a further field between them, one that always has a value.
    """

    field: str
    descending: bool = False
    then: str = ""

    @property
    def ties(self) -> tuple[str, ...]:
        """What rows of the same value go by."""
        return (self.then, "id") if self.then else ("id",)

    @property
    def word(self) -> str:
        """As an address writes it: "-name_key"."""
        return ("-" if self.descending else "") + self.field + (f"+{self.then}" if self.then else "")


@dataclass(frozen=True)
class Place:
    """A row's place in an order: its value (None where it has none) and id."""

    value: Any
    id: int
    then: tuple = ()


@dataclass(frozen=True)
class Stretch:
    """The rows of one page (as the queryset gives them), and tokens of the pages before and after, where there are."""

    rows: list
    before: str | None
    after: str | None


# Finds the first so many rows in an order; None where it knows no way.
First = Callable[[Order, int], list[dict] | None]


def stretch(
    queryset: QuerySet,
    order: Order,
    *,
    size: int = PAGE_SIZE,
    after: str = "",
    before: str = "",
    first: First | None = None,
) -> Stretch:
    """At most `size` rows of `queryset` (dicts, of `.values()` with "id" and the order's field).

    They follow the place that the token `after` names, or end before `before`; without either they are the first, to
    which `first` may know a shorter way, so that nobody looks at a lazy `queryset`. Raises BadToken for a token that
    was not made for this order.
    """
    token = after or before
    place = read_place(token, queryset.model, order) if token else None
    backwards = bool(before and not after)
    rows = first(order, size + 1) if first and place is None else None
    if rows is None:
        rows = _take(queryset, order, place, size + 1, backwards=backwards)
    further = len(rows) > size
    rows = rows[:size][::-1] if backwards else rows[:size]
    earlier, later = (further, True) if backwards else (bool(after), further)
    return Stretch(
        rows,
        _token(rows[0], order) if rows and earlier else None,
        _token(rows[-1], order) if rows and later else None,
    )


def _take(queryset: QuerySet, order: Order, place: Place | None, count: int, *, backwards: bool) -> list[dict]:
    rows: list[dict] = []
    for part in _parts(queryset, order, place, backwards=backwards):
        rows += part[: count - len(rows)]
        if len(rows) == count:
            break
    return rows


def _parts(queryset: QuerySet, order: Order, place: Place | None, *, backwards: bool) -> Iterator[QuerySet]:
    """The rows with a value and those without, each from `place` on, in the order in which they are walked."""
    falling = order.descending != backwards
    present, absent = _present(queryset, order, falling), _absent(queryset, order, falling)
    if place is None:
        yield from (present, absent) if not backwards else (absent, present)
    elif place.value is not None:
        values = (place.value, *place.then, place.id)
        yield present.filter(_beyond((order.field, *order.ties), values, queryset.model, falling))
        if not backwards:
            yield absent
    else:
        yield absent.filter(_beyond(order.ties, (*place.then, place.id), queryset.model, falling))
        if backwards:
            yield present


def _present(queryset: QuerySet, order: Order, falling: bool) -> QuerySet:
    sign = "-" if falling else ""
    having = queryset.filter(**{f"{order.field}__isnull": False}) if nullable(queryset.model, order) else queryset
    return having.order_by(f"{sign}{order.field}", *(f"{sign}{name}" for name in order.ties))


def _absent(queryset: QuerySet, order: Order, falling: bool) -> QuerySet:
    if not nullable(queryset.model, order):
        return queryset.none()
    return queryset.filter(**{f"{order.field}__isnull": True}).order_by(
        *(f"-{name}" if falling else name for name in order.ties)
    )


def nullable(model, order: Order) -> bool:
    """Whether rows may have no value to be ordered by."""
    field = model._meta.get_field(order.field)
    return field.null and not isinstance(field, GeneratedField)


def _beyond(names: Sequence[str], values: Sequence, model, falling: bool) -> Func:
    """The rows behind a place, as one comparison of row values: both databases walk an index with it, ties and all."""
    row = "(%(expressions)s)"
    columns = Func(*map(F, names), template=row, output_field=BooleanField())
    bounds = [Value(value, output_field=kind(model, name)) for name, value in zip(names, values, strict=True)]
    both = (columns, Func(*bounds, template=row, output_field=BooleanField()))
    sign = " < " if falling else " > "
    return Func(*both, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())


def kind(model, name: str) -> Field:
    """The field that says how values of `name` are read and written."""
    field = model._meta.get_field(name)
    return field.output_field if isinstance(field, GeneratedField) else field  # type: ignore[return-value]


def _token(row: dict, order: Order) -> str:
    names = (order.field, order.then) if order.then else (order.field,)
    return pack([order.word, *(_text(row[name]) for name in names), row["id"]])


def _text(value: Any) -> str | None:
    text = value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value
    return text if text is None else str(text)


def read_place(token: str, model, order: Order) -> Place:
    """The place that `token` names; it may be anybody's invention, so every part is checked. Raises BadToken."""
    match unpack(token):
        case [order.word, (None | str()) as first, str(second), int(number)] if order.then and _fits(number):
            value = None if first is None else _value(kind(model, order.field), first)
            return Place(value, number, (_value(kind(model, order.then), second),))
        case [order.word, None, int(number)] if not order.then and _fits(number):
            return Place(None, number)
        case [order.word, str(text), int(number)] if not order.then and _fits(number):
            return Place(_value(kind(model, order.field), text), number)
    raise BadToken(token)


def _fits(number: int) -> bool:
    return 0 <= number < 2**63


def _value(field: Field, text: str):
    try:
        value = field.to_python(text)
        field.run_validators(value)
    except (ValidationError, ValueError, OverflowError) as error:
        raise BadToken(text) from error
    return value
