"""Changing facts of a record so that two people who edit it at once never overwrite each other silently."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows
from stegvis.core.errors import ChangedMeanwhile, FieldClash
from stegvis.core.records import Record
from stegvis.core.written import Written, columns
from stegvis.workspaces.keeping_up import keep_others_up
from stegvis.workspaces.models import FieldChange
from stegvis.workspaces.operations.own_values import checked_changes, index_values, set_value, told_values, value_of
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.own.definitions import definitions, is_own
from stegvis.workspaces.permissions import Actor, require, signed
from stegvis.workspaces.queries.following import followers
from stegvis.workspaces.telling import KINDS

# Who gets a record, and who may see it, is more than a change of a fact.
GIVING = {"owner", "private"}
CHANGE_COLUMNS = "workspace_id kind record_id field before after by_id automation at".split()


@transaction.atomic
def edit_record(
    record,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    seen: Mapping[str, Any] | None = None,
    allowed: Callable[..., None] = require,
) -> list[str]:
    """Set the facts named in `changes` on `record` (an Owned record) and keep who changed what.

    A field that the workspace added is named "own:key"; what cannot be its value is Refused.

    `seen` holds the values that the editor had before its eyes; where one of them is no longer so and differs from
    the wanted one, nothing is saved and ChangedMeanwhile says who made it what. Returns the names of the changed
    fields. Raises PermissionDenied: `allowed` says so for records whose doors have a rule of their own.
    """
    record = refresh(record)
    allowed(by, "edit", record)
    changes = checked_changes(record, changes, by=by)
    changed = {name: value for name, value in changes.items() if value_of(record, name) != value}
    if GIVING & changed.keys():
        require(by, "reassign", record)
    _refuse_clashes(record, changed, seen or {}, by)
    before = {name: value_of(record, name) for name in changed}
    for name, value in changed.items():
        set_value(record, name, value)
    if changed:
        record.save(update_fields=list({"fields" if is_own(name) else name for name in changed} | {"updated_at"}))
        index_values(record, filter(is_own, changed), by=by)
        told = told_values(record, before, by=by), told_values(record, changed, by=by)
        # One moment for both: who undoes an import asks whether a change is younger than its own.
        record_changes(record, *told, by=by, at=record.updated_at)
        keep_others_up(record, changed)
    if "owner" in changed:
        _tell_of_owner(record, by)
    return list(changed)


def _tell_of_owner(record, by: Actor) -> None:
    """The new owner hears of its gain, followers of the change."""
    if str(record._meta.model_name) not in KINDS:
        return
    if record.owner:
        notify([record.owner], "given", record, by=by)
    others = [member for member in followers(record) if member.pk != record.owner_id]
    notify(others, "new_owner", record, by=by, owner=record.owner.name if record.owner else "–")


def refresh(record):
    """The record as it is now, locked until the transaction ends; the caller's object is brought up to date."""
    model = type(record)
    rows = LOCKED(model, workspace=record.workspace_id, pk=record.pk)
    if not rows:
        raise model.DoesNotExist
    for name, value in zip(columns(model), rows[0], strict=True):
        setattr(record, name, value)
    return record


def _locked(model: type[Record], workspace: int, pk: int) -> QuerySet:
    rows = model.with_deleted.filter(workspace=workspace, pk=pk).select_for_update()
    return rows.values_list(*columns(model))


LOCKED = Written(_locked)


def record_changes(record: Record, before: Mapping, after: Mapping, *, by: Actor, at: datetime | None = None) -> None:
    """Append who changed which fields of `record`; `at` is for the demo and imports only."""
    at = at or timezone.now()
    FieldChange.objects.bulk_create(
        FieldChange(
            workspace_id=record.workspace_id,
            kind=record._meta.model_name,
            record_id=record.pk,
            field=name,
            before=as_text(before[name]),
            after=as_text(after[name]),
            **signed(by),
            at=at,
        )
        for name in after
    )


def record_many_changes(model: type[Record], rows: Iterable[tuple[int, str, str, str]], *, by: Actor) -> None:
    """Append changes of many records of `model`: rows of record id, field, and what it was and became, as texts."""
    kind, workspace, now = model._meta.model_name, by.workspace.pk, timezone.now()
    member, automation = signed(by)["by"], signed(by)["automation"]
    moment = connection.ops.adapt_datetimefield_value(now)
    ending = (member and member.pk, automation, moment)
    insert_rows(FieldChange, CHANGE_COLUMNS, ((workspace, kind, *row, *ending) for row in rows))


def as_text(value) -> str:
    """A value as history keeps it: related things by their name, nothing as an empty text."""
    return "" if value is None else str(value)


def last_change(record: Record, field: str) -> FieldChange | None:
    """The newest change of one field of `record`, with its member."""
    changes = FieldChange.objects.filter(workspace=record.workspace_id, kind=record._meta.model_name)
    return changes.filter(record_id=record.pk, field=field).select_related("by").order_by("-id").first()


def _refuse_clashes(record, changed: Mapping, seen: Mapping, by: Actor) -> None:
    clashing = [name for name in changed if name in seen and value_of(record, name) != seen[name]]
    if clashing:
        clashes = [_clash(record, name, changed[name], by) for name in clashing]
        sentence = _("Somebody else changed this in the meantime. Nothing was overwritten.")
        raise ChangedMeanwhile(clashes, sentence)


def _clash(record, name: str, ours, by: Actor) -> FieldClash:
    change = last_change(record, name)
    who = (change.by.name if change.by else change.automation) if change else ""
    theirs, mine = (told_values(record, {name: one}, by=by)[name] for one in (value_of(record, name), ours))
    return FieldClash(
        name, _label(record, name, by), as_text(theirs), as_text(mine), who, change.at if change else None
    )


def _label(record, name: str, by: Actor) -> str:
    if is_own(name):
        return definitions(by, record._meta.model_name).name_of(name)
    field = record._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, models.Field) else name
