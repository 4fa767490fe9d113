"""Own fields in lists: columns to choose, filters to narrow by."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.core.folding import fold
from stegvis.core.lists import Choices, Column, Contains, Days, Filter, Listing, Numbers, Option, YesNo
from stegvis.core.lists.filters.choices import NONE
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.definitions import IN_ADDRESS, definitions
from stegvis.workspaces.own.showing import Shown, shown_values
from stegvis.workspaces.own.sorting import PLAIN, SORTABLE, OwnOrder, values_of
from stegvis.workspaces.permissions import may_edit_field

Kind = CustomField.Kind
# Up to so many records with the value are looked up by it; more are asked one by one on the way through the list.
FEW = 2_000
# So many stand in the statement themselves.
NAMED = 100
FilterMaker = Callable[[CustomField, str], Filter]


def with_own_fields(listing: Listing, reader: Member, record_kind: str) -> Listing:
    """`listing` with a column and a filter for each own field that `reader` may see."""
    fields = definitions(reader, record_kind).seen
    if not fields:
        return listing
    load = partial(load_values, fields)
    columns = [_column(one, load, reader) for one in fields]
    filters = [MAKERS[one.kind](one, address_key(one)) for one in fields if one.kind in MAKERS]
    return replace(listing, columns=[*listing.columns, *columns], filters=[*listing.filters, *filters])


def address_key(field: CustomField) -> str:
    """What `field` is called in an address."""
    return f"{IN_ADDRESS}{field.key}"


def register(kind: str, maker: FilterMaker) -> None:
    """Say how lists are narrowed by a kind that needs what an app above this one knows."""
    MAKERS[kind] = maker


def load_values(fields: Sequence[CustomField], rows: Sequence[SimpleNamespace], reader: Member) -> None:
    """`row.own`: key to what is shown."""
    for row, own in zip(rows, shown_values(reader, fields, [row.fields for row in rows]), strict=True):
        row.own = own


def _column(field: CustomField, load, reader: Member) -> Column:
    def say(row: SimpleNamespace) -> Shown | None:
        return row.own.get(field.key)

    number = field.kind in (Kind.NUMBER, Kind.MONEY)
    key = address_key(field)
    locked = not may_edit_field(reader, field)
    shown = {"fields": ("fields",), "load": load, "number": number, "default": False, "say": say}
    shown |= {"sorter": OwnOrder(field) if field.kind in SORTABLE else None, "first_down": number}
    return Column(key, field.name, fact=key, locked=locked, **shown)


def having(records: QuerySet, field: CustomField, wanted: Q, asked: Q | None = None) -> QuerySet:
    """Those of `records` whose value of `field` is `wanted`, a condition on FieldValue.

    `asked` is the same of one record's value, by `plain`, a number that no index knows: SQLite would walk a range of
    the index anew for every record instead of going to the record's value.
    """
    values = values_of(field).filter(wanted)
    ids = _few_ids(field, values, repr(wanted))
    if ids is not None:
        return records.filter(pk__in=ids if len(ids) <= NAMED else values.values("record_id"))
    if asked is not None:
        values = values_of(field).alias(plain=PLAIN).filter(asked)
    return records.filter(Exists(values.filter(record_id=OuterRef("pk"))))


def _few_ids(field: CustomField, values: QuerySet, said: str) -> list[int] | None:
    """Whose `values` of `field` these are, None for more than FEW: asked once for what is `said` of them.

    A board narrows several times; and texts are looked through for what they hold.
    """
    kept = field.__dict__.setdefault("_few", {})
    if said not in kept:
        found = list(values.values_list("record_id", flat=True)[: FEW + 1])
        kept[said] = found if len(found) <= FEW else None
    return kept[said]


def among(field: CustomField, column: str, records: QuerySet, chosen: Sequence[str], reader: Member) -> QuerySet:
    """Records with one of the `chosen` values; among them may be NONE, for those that have no value."""
    wanted = Q(**{f"{column}__in": [one for one in chosen if one != NONE]})
    if NONE not in chosen:
        return having(records, field, wanted)
    rows = values_of(field).filter(record_id=OuterRef("pk"))
    return records.filter(Exists(rows.filter(wanted)) | ~Exists(rows))


def _choices(field: CustomField, key: str) -> Filter:
    options = [Option(one["key"], one["name"]) for one in field.choices]
    by = partial(among, field, "text")
    return Choices(key, field.name, choose=lambda reader: options, none=_("Not said"), by=by, extra=True)


def _members(field: CustomField, key: str) -> Filter:
    by = partial(among, field, "number")
    return Choices(key, field.name, choose=_member_options, none=_("Nobody"), by=by, extra=True)


def _member_options(reader: Member) -> list[Option]:
    within = Member.objects.filter(workspace=reader.workspace_id).order_by("name", "pk")
    return [Option(str(pk), name) for pk, name in within.values_list("pk", "name")]


def _yes_no(field: CustomField, key: str) -> Filter:
    def by(records: QuerySet, wanted: bool, reader: Member) -> QuerySet:
        return having(records, field, Q(number=int(wanted)))

    return YesNo(key, field.name, by=by, extra=True)


def _contains(field: CustomField, key: str) -> Filter:
    def lookup(text: str) -> Q:
        values = values_of(field).filter(text__contains=fold(text))
        ids = _few_ids(field, values, f"holds {text}")
        if ids is None:
            return Q(Exists(values.filter(record_id=OuterRef("pk"))))
        return Q(pk__in=ids if len(ids) <= NAMED else values.values("record_id"))

    return Contains(key, field.name, lookup=lookup, extra=True)


class _Bounds:
    """A range over FieldValue.number. Its names hold a point, which no key has: none is taken for another field's."""

    field: CustomField

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}.from", f"{self.key}.to")  # type: ignore[attr-defined]

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        """Both bounds are included, either may be open."""
        low, high = map(_as_number, value)
        return having(queryset, self.field, _between("number", low, high), _between("plain", low, high))


class OwnNumbers(_Bounds, Numbers):
    """A range of figures or amounts."""


class OwnDays(_Bounds, Days):
    """A range of days."""


def _between(name: str, low: Decimal | None, high: Decimal | None) -> Q:
    wanted = Q() if low is None else Q(**{f"{name}__gte": low})
    return wanted if high is None else wanted & Q(**{f"{name}__lte": high})


def _as_number(bound: Any) -> Decimal | None:
    return Decimal(bound.toordinal()) if isinstance(bound, date) else bound


def _range(kind: type, field: CustomField, key: str) -> Filter:
    made = kind(key, field.name, column="", extra=True)
    object.__setattr__(made, "field", field)
    return made


MAKERS: dict[str, FilterMaker] = {
    Kind.TEXT: _contains,
    Kind.LINK: _contains,
    Kind.NUMBER: partial(_range, OwnNumbers),
    Kind.MONEY: partial(_range, OwnNumbers),
    Kind.DATE: partial(_range, OwnDays),
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choices,
    Kind.SEVERAL: _choices,
    Kind.MEMBER: _members,
}
