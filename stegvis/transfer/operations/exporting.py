"""Handing data out: only what the asker may see and export, and noted in the audit log."""

from collections.abc import Iterator

from django.db.models import QuerySet

from stegvis.transfer.exports.formats import FORMATS
from stegvis.transfer.exports.rows import columns_of, rows_of
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, require


def export_records(
    kind: str, shape: str, *, by: Actor, only: QuerySet | None = None, filters: str = ""
) -> Iterator[bytes]:
    """The records of `kind` as a file of `shape` ("csv", "xlsx", "json"), in blocks, for a response or a file.

    `only` narrows them to a set of the same kind; `filters` says in the audit log which.

    Raises PermissionDenied before the first block; KeyError for an unknown kind or shape.
    """
    require(by, "export")
    headers, write = columns_of(kind, by=by), FORMATS[shape]
    audit("exported", by=by, detail={"kind": kind, "format": shape, **({"filters": filters} if filters else {})})
    return write(headers, rows_of(kind, by=by, only=only))
