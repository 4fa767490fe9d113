"""Lists in the order of an own field, page by page.

The order lies in another table than the listed one (`FieldValue`). Where few records pass, they are found first and
their values sorted; where many do, the values are walked in their index, and each is asked whether its record passes.
Records without a value follow, newest first, whichever way one sorts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    Func,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat

from stegvis.core.lists.counting import CAP
from stegvis.core.lists.paging import Stretch
from stegvis.core.lists.tokens import BadToken, pack, unpack
from stegvis.workspaces.models import CustomField, FieldValue

Kind = CustomField.Kind
SORTABLE = {Kind.TEXT, Kind.LINK, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.YES_NO, Kind.CHOICE}
TEXTS = {Kind.TEXT, Kind.LINK, Kind.CHOICE}
# The same values as no index knows them, for what is to be sorted and not walked.
PLAIN = ExpressionWrapper(F("number") + Value(0), output_field=DecimalField(max_digits=19, decimal_places=4))
PLAIN_TEXT = Concat(F("text"), Value(""), output_field=CharField())


@dataclass(frozen=True)
class Spot:
    """A record's place: its value as FieldValue has it (of one without a value, when it was made) and its id."""

    value: Any
    id: int
    absent: bool = False


def values_of(field: CustomField) -> QuerySet:
    """The rows for lookups of `field`."""
    return FieldValue.objects.filter(workspace=field.workspace_id, field=field)


@dataclass(frozen=True)
class OwnOrder:
    """Records by their value of `field`: choices as the field has them, amounts whatever their currency."""

    field: CustomField

    def stretch(
        self, records: QuerySet, fields: Sequence[str], *, descending: bool, size: int, after: str, before: str
    ) -> Stretch:
        """At most `size` rows of `records`, as `core.lists.paging.stretch` gives them. Raises BadToken."""
        token, backwards = after or before, bool(before and not after)
        spot = self._read(token, descending) if token else None
        found = _Walk(self.field, records, descending, backwards).spots(spot, size + 1)
        further, found = len(found) > size, found[:size]
        found = found[::-1] if backwards else found
        earlier, later = (further, True) if backwards else (bool(after), further)
        return Stretch(
            _rows(records, fields, [one.id for one in found]),
            self._token(found[0], descending) if found and earlier else None,
            self._token(found[-1], descending) if found and later else None,
        )

    def _word(self, descending: bool) -> str:
        return f"{'-' if descending else ''}own-{self.field.key}"

    def _token(self, spot: Spot, descending: bool) -> str:
        value = spot.value.isoformat() if spot.absent else str(spot.value)
        return pack([self._word(descending), spot.absent, value, spot.id])

    def _read(self, token: str, descending: bool) -> Spot:
        """The place that `token` names; it may be anybody's invention."""
        match unpack(token):
            case [word, bool(absent), str(text), int(pk)] if word == self._word(descending) and 0 <= pk < 2**63:
                return Spot(_moment(text) if absent else self._value(text), pk, absent)
        raise BadToken(token)

    def _value(self, text: str) -> str | Decimal:
        if self.field.kind in TEXTS:
            return text
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise BadToken(text) from error
        if not number.is_finite() or not -4 <= number.adjusted() < 15 or number != round(number, 4):
            raise BadToken(text)
        return number


@dataclass(frozen=True)
class _Part:
    """Rows in one order: by a value of the kind `of`, which is read from `value`, and then by a record's id."""

    rows: QuerySet
    by: str
    id: str
    value: str
    of: Field

    def behind(self, spot: Spot | None, *, down: bool) -> QuerySet:
        """(value, id) of the rows from the start on, or of those behind `spot`."""
        sign = "-" if down else ""
        rows = self.rows if spot is None else self.rows.filter(self._beyond(spot, down))
        return rows.order_by(f"{sign}{self.by}", f"{sign}{self.id}").values_list(self.value, self.id)

    def _beyond(self, spot: Spot, down: bool) -> Func:
        """One comparison of row values, which both databases walk an index with."""
        row, bounds = "(%(expressions)s)", (Value(spot.value, self.of), Value(spot.id))
        both = (Func(F(self.by), F(self.id), template=row), Func(*bounds, template=row))
        sign = " < " if down else " > "
        return Func(*both, template="%(expressions)s", arg_joiner=sign, output_field=BooleanField())


@dataclass(frozen=True)
class _Walk:
    """The records that pass, one after the other: one part of the values, then the next, at last those without."""

    field: CustomField
    records: QuerySet
    descending: bool
    backwards: bool

    def spots(self, spot: Spot | None, count: int) -> list[Spot]:
        """The first `count` behind `spot`, in the direction of the walk."""
        ids = list(self.records.order_by().values_list("pk", flat=True)[: CAP + 1])
        few = ids if len(ids) <= CAP else None
        found: list[Spot] = []
        for rows in self._ahead(spot, few):
            found += [Spot(value, pk, isinstance(value, datetime)) for value, pk in rows[: count - len(found)]]
            if len(found) == count:
                break
        return found

    def _ahead(self, spot: Spot | None, few: Sequence[int] | None) -> Iterator[QuerySet]:
        """What lies ahead of `spot`, part by part."""
        absent = spot if spot and spot.absent else None
        without = self._without(few).behind(absent, down=not self.backwards)
        if self.backwards:
            if absent:
                yield without
            yield from self._valued(None if absent else spot, few)
        else:
            if not absent:
                yield from self._valued(spot, few)
            yield without

    def _valued(self, spot: Spot | None, few: Sequence[int] | None) -> Iterator[QuerySet]:
        """Those that have a value: choices one after the other, all else at once."""
        down, part = self.descending != self.backwards, self._with(few)
        if self.field.kind != Kind.CHOICE:
            yield part.behind(spot, down=down)
            return
        keys = [one["key"] for one in self.field.choices][:: -1 if down else 1]
        for key in keys[keys.index(spot.value) if spot and spot.value in keys else 0 :]:
            alike = replace(part, rows=part.rows.filter(text=key))
            yield alike.behind(spot if spot and spot.value == key else None, down=down)

    def _with(self, few: Sequence[int] | None) -> _Part:
        """The values of records that pass."""
        name = "text" if self.field.kind in TEXTS else "number"
        rows, of = values_of(self.field).filter(**{f"{name}__isnull": False}), FieldValue._meta.get_field(name)
        if few is None:
            passing = self.records.order_by().filter(pk=OuterRef("record_id"))
            return _Part(rows.filter(Exists(passing)), name, "record_id", name, of)
        plain = rows.filter(record_id__in=few).alias(plain=PLAIN_TEXT if name == "text" else PLAIN)
        return _Part(plain, "plain", "record_id", name, of)

    def _without(self, few: Sequence[int] | None) -> _Part:
        """The records that have none, by when they were made."""
        rest = self.records if few is None else self.records.filter(pk__in=few)
        rest = rest.filter(~Exists(values_of(self.field).filter(record_id=OuterRef("pk"))))
        return _Part(rest, "created_at", "id", "created_at", DateTimeField())


def _rows(records: QuerySet, fields: Sequence[str], ids: Sequence[int]) -> list[dict]:
    """The rows of these records in this order."""
    rows = {row["id"]: row for row in records.order_by().filter(pk__in=ids).values(*fields)}
    return [rows[pk] for pk in ids if pk in rows]


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadToken(text) from error
    if found.tzinfo is None or not 1900 <= found.year < 9999:
        raise BadToken(text)
    return found
