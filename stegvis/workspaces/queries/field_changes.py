"""Changes of facts as screens show them, whatever the record is."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from stegvis.core.records import Record
from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.workspaces.models import FieldChange, Member

MANY = 50


@dataclass(frozen=True)
class Change:
    """One change as it is read: whose, of what, from what to what (either may be empty)."""

    who: str
    who_id: int | None
    label: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """Some changes; `more` is the id before which older ones lie, or None."""

    rows: list[Change]
    more: int | None


def changes_in(
    record: Record,
    tell: Callable[[list[FieldChange]], list[Change]],
    *,
    only: Collection[str] = (),
    hidden: Collection[str] = (),
    before: int | None = None,
    size: int = MANY,
) -> Changes:
    """The newest `size` changes of `record`, as `tell` words them; `only` these fields, never the `hidden` ones.

    The history of what was merged into it (`absorbed`) is its own.
    """
    marks: dict[str, Any] = {"records": [record.pk, *(getattr(record, "absorbed", None) or [])]}
    marks |= {"only": sorted(only)} if only else {}
    marks |= {"hidden": sorted(hidden)} if hidden else {}
    marks |= {"before": before} if before is not None else {}
    found = NEWEST(str(record._meta.model_name), size + 1, workspace=record.workspace_id, **marks)
    rows = [joined_instance(FieldChange, BY, row) for row in found]
    return Changes(tell(rows[:size]), rows[size - 1].pk if len(rows) > size else None)


def _newest(
    kind: str,
    count: int,
    workspace: int,
    records: Collection[int],
    only: Collection[str] = (),
    hidden: Collection[str] = (),
    before: int | None = None,
) -> QuerySet:
    found = FieldChange.objects.filter(workspace=workspace, kind=kind, record_id__in=records)
    found = found.filter(field__in=only) if only else found
    found = found.exclude(field__in=hidden) if hidden else found
    found = found.filter(pk__lt=before) if before is not None else found
    return found.order_by("-pk").values_list(*joined_columns(FieldChange, BY))[:count]


BY = ("by",)
NEWEST = Written(_newest)


def before_of(params: QueryDict) -> int | None:
    """The change that `?before=` names."""
    text = params.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def who_did(change: FieldChange) -> tuple[str, int | None]:
    """Name and id of who made a change."""
    assert isinstance(change.by, Member | None)  # noqa: S101 - for the reader of types
    return (change.by.name if change.by else change.automation), change.by_id
