"""Changing facts of many records at once, with the same history as `edit_record` keeps of one: for imports.

Nobody is told of each change by itself: a file that changes thousands would ring every bell.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from stegvis.core.bulk import insert_rows, update_rows
from stegvis.workspaces.models import FieldChange, Owned
from stegvis.workspaces.operations.editing import GIVING, as_text
from stegvis.workspaces.operations.own_values import index_together, own_teller, set_value, value_of
from stegvis.workspaces.own.definitions import is_own
from stegvis.workspaces.permissions import Actor, Automation, member_of, require

R = TypeVar("R", bound=Owned)
Derive = Callable[[Any], Mapping[str, Any]]
CHANGE = "workspace_id kind record_id field before after by_id automation at".split()


@dataclass(slots=True)
class Edit:
    """What a record shall be, by attribute names; an own field of the workspace is named "own:key"."""

    record: Owned
    wanted: Mapping[str, Any]

    def changes(self) -> dict[str, Any]:
        """What of it the record does not have yet."""
        return {name: value for name, value in self.wanted.items() if value_of(self.record, name) != value}


def lock_records(records: models.QuerySet, ids: Collection[int]) -> dict[int, Any]:
    """Living records by id, as they are now and locked until the transaction ends."""
    return {one.pk: one for one in records.filter(pk__in=ids).select_for_update(of=("self",))}


@transaction.atomic(savepoint=False)
def edit_records(
    edits: Sequence[Edit], *, by: Actor, now: datetime, derive: Derive = lambda record: {}
) -> list[dict[str, Any]]:
    """Make the edits (of locked records of one model, each at most once); the old values of what changed, for each.

    What `derive` makes of a changed record is saved with it, but not told in history. Values of own fields have to be
    checked already. Raises PermissionDenied.
    """
    changed = [one.changes() for one in edits]
    for one, new in zip(edits, changed, strict=True):
        require(by, "edit", one.record)
        if {name.removesuffix("_id") for name in new} & GIVING:
            require(by, "reassign", one.record)
    before = [{name: value_of(one.record, name) for name in new} for one, new in zip(edits, changed, strict=True)]
    if any(changed):
        _keep_history(edits, before, changed, by, now)
        _save(edits, changed, now, derive)
        index_together([one.record for one in edits], {name for new in changed for name in new}, by=by)
    return before


def save_together(records: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the attributes `names` of records of one model."""
    if not records:
        return
    fields = [_field(type(records[0]), name) for name in names]
    rows = ([*(_for_database(one, field) for field in fields), one.pk] for one in records)
    update_rows(type(records[0]), [field.column for field in fields], rows)


def _save(edits: Sequence[Edit], changed: Sequence[Mapping[str, Any]], now: datetime, derive: Derive) -> None:
    """The same fields of many records go together."""
    groups: dict[tuple[str, ...], list[models.Model]] = {}
    for one, new in zip(edits, changed, strict=True):
        if not new:
            continue
        _set(one.record, new)
        derived = derive(one.record)
        _set(one.record, {**derived, "updated_at": now})
        columns = {"fields" if is_own(name) else name for name in new}
        groups.setdefault(tuple(sorted({*columns, *derived})), []).append(one.record)
    for names, records in groups.items():
        save_together(records, [*names, "updated_at"])


def _set(record: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        set_value(record, name, value)  # type: ignore[arg-type]


def _keep_history(edits, before, changed, by: Actor, now: datetime) -> None:
    model = type(edits[0].record)
    names = _names(model, [*before, *changed])
    signature = (getattr(member_of(by), "pk", None), by.name if isinstance(by, Automation) else "")
    at = connection.ops.adapt_datetimefield_value(now)
    kind = model._meta.model_name
    told_own = own_teller(str(kind), by=by)
    rows = [
        (
            *(one.record.workspace_id, kind, one.record.pk, name if is_own(name) else _field(model, name).name),
            *(_told(names, name, text) for text in (told_own(name, old[name]), told_own(name, value))),
            *(*signature, at),
        )
        for one, old, new in zip(edits, before, changed, strict=True)
        for name, value in new.items()
    ]
    insert_rows(FieldChange, CHANGE, rows)


def _names(model: type[models.Model], values: Iterable[Mapping[str, Any]]) -> dict[str, dict[int, str]]:
    """History tells related things by their name: names by id, for each attribute that points to something."""
    ids: dict[str, set[int]] = {}
    for some in values:
        for name, value in some.items():
            if value is not None and not is_own(name) and isinstance(_field(model, name), models.ForeignKey):
                ids.setdefault(name, set()).add(value)
    found = {}
    for name, wanted in ids.items():
        related = _field(model, name).related_model._base_manager
        found[name] = {pk: str(one) for pk, one in related.in_bulk(wanted).items()}
    return found


def _told(names: Mapping[str, Mapping[int, str]], name: str, value: Any) -> str:
    return names[name].get(value, "") if name in names and value is not None else as_text(value)


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _for_database(record: models.Model, field: Any) -> Any:
    return field.get_db_prep_save(getattr(record, field.attname), connection)
