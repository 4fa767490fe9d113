"""Writing values of own fields: the one place that keeps the JSON of records and the rows for lookups in step."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows
from stegvis.core.errors import Refused
from stegvis.workspaces.models import CustomField, FieldValue, Owned
from stegvis.workspaces.own.definitions import IN_ADDRESS, PREFIX, Definitions, definitions, is_own, key_of
from stegvis.workspaces.own.values import checked, index_rows, told
from stegvis.workspaces.permissions import Actor, may_edit_field

COLUMNS = ("workspace_id", "field_id", "record_id", "text", "number")


def value_of(record: Owned, name: str) -> Any:
    """A fact of `record` by its name: a field of its model, or one that the workspace added ("own:key")."""
    return (record.fields or {}).get(key_of(name)) if is_own(name) else getattr(record, name)


def set_value(record: Owned, name: str, value: Any) -> None:
    """Set a fact of `record` without saving it."""
    if not is_own(name):
        setattr(record, name, value)
        return
    kept = {**(record.fields or {}), key_of(name): value}
    record.fields = {key: one for key, one in kept.items() if one is not None} or None


def checked_changes(record: Owned, changes: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """`changes` with the values of own fields as they are kept.

    Raises Refused for a value that cannot be or an emptied required field, PermissionDenied for a field that `by` may
    not change.
    """
    if not any(is_own(name) for name in changes):
        return dict(changes)
    own = definitions(by, record._meta.model_name)
    return {name: _checked(own, name, value, by) if is_own(name) else value for name, value in changes.items()}


def told_values(record: Owned, values: Mapping[str, Any], *, by: Actor) -> dict[str, Any]:
    """`values` as history keeps them."""
    if not any(is_own(name) for name in values):
        return dict(values)
    own = definitions(by, record._meta.model_name)
    fields = {f"{PREFIX}{one.key}": one for one in own.every}
    return {name: told(fields[name], value) if name in fields else value for name, value in values.items()}


def new_values(values: Mapping[str, Any], record_kind: str, *, by: Actor) -> dict[str, Any] | None:
    """Values by key for a record that is being made, as its `fields` keep them. Raises as `checked_changes`."""
    own = definitions(by, record_kind)
    clean = {key: _checked(own, f"{PREFIX}{key}", value, by, making=True) for key, value in values.items()}
    return {key: value for key, value in clean.items() if value is not None} or None


def index_values(record: Owned, names: Iterable[str], *, by: Actor) -> None:
    """Bring the rows for lookups up to the values that `record` has for these facts."""
    own = {f"{PREFIX}{one.key}": one for one in definitions(by, record._meta.model_name).every}
    fields = [own[name] for name in names if name in own]
    if not fields:
        return
    rows = FieldValue.objects.filter(workspace=record.workspace_id, field__in=fields, record_id=record.pk)
    rows.delete()
    FieldValue.objects.bulk_create(
        FieldValue(workspace_id=record.workspace_id, field=field, record_id=record.pk, text=text, number=number)
        for field in fields
        for text, number in index_rows(field, (record.fields or {}).get(field.key))
    )


def index_together(records: Sequence[Owned], names: Iterable[str], *, by: Actor) -> None:
    """`index_values` of many records of one kind at once."""
    kind = str(records[0]._meta.model_name)
    own = {f"{PREFIX}{one.key}": one for one in definitions(by, kind).every}
    fields = {own[name].key: own[name] for name in names if name in own}
    if not fields:
        return
    ids = [one.pk for one in records]
    within = FieldValue.objects.filter(workspace=by.workspace, field__in=list(fields.values()))
    within.filter(record_id__in=ids).delete()
    kept = ((one.pk, {key: value for key, value in (one.fields or {}).items() if key in fields}) for one in records)
    insert_values(kind, kept, by=by)


def own_teller(record_kind: str, *, by: Actor) -> Callable[[str, Any], Any]:
    """A function that makes of a fact's name and value what history keeps where it is an own field; else the value."""
    fields = {f"{PREFIX}{one.key}": one for one in definitions(by, record_kind).every}
    known: dict[tuple[str, str], str] = {}

    def tell(name: str, value: Any) -> Any:
        if name not in fields:
            return value
        place = name, json.dumps(value, sort_keys=True)
        if place not in known:
            known[place] = told(fields[name], value)
        return known[place]

    return tell


def insert_values(record_kind: str, values: Iterable[tuple[int, Mapping[str, Any] | None]], *, by: Actor) -> None:
    """Write the rows for lookups of many new records: (id, what its `fields` hold)."""
    fields = {one.key: one for one in definitions(by, record_kind).every}
    rows = [
        (by.workspace.pk, fields[key].pk, pk, *row)
        for pk, told_ in values
        for key, value in (told_ or {}).items()
        if key in fields
        for row in index_rows(fields[key], value)
    ]
    if rows:
        insert_rows(FieldValue, COLUMNS, [(*row[:4], _plain(row[4])) for row in rows])


def as_json_text(values: Mapping[str, Any] | None) -> str | None:
    """Values as the column `fields` of a bulk row holds them."""
    return json.dumps(values, ensure_ascii=False) if values else None


def forget_values(record_kind: str, ids: Iterable[int], *, workspace: int) -> None:
    """Remove the rows for lookups of records that are gone for good."""
    fields = CustomField.with_deleted.filter(workspace=workspace, record_kind=record_kind)
    FieldValue.objects.filter(workspace=workspace, field__in=fields, record_id__in=list(ids)).delete()


def field_in_address(own: Definitions, name: str) -> CustomField | None:
    """The field that a part of an address ("own-key") names, if there is one and it may be seen."""
    return own.find(name.removeprefix(IN_ADDRESS)) if name.startswith(IN_ADDRESS) else None


def _checked(own: Definitions, name: str, value: Any, by: Actor, *, making: bool = False) -> Any:
    field = own.find(key_of(name))
    if field is None:
        raise Refused(_("There is no field “%(key)s”.") % {"key": key_of(name)[:40]})
    if not may_edit_field(by, field):
        raise PermissionDenied(_("Your role may not change “%(field)s”.") % {"field": field.name})
    clean = checked(field, value)
    if clean is None and field.required and not making:
        raise Refused(_("“%(field)s” must not be empty.") % {"field": field.name})
    return clean


def _plain(number):
    """SQLite's driver takes no Decimal."""
    return number if number is None else str(number)
