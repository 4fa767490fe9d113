"""Handing data out: only what the asker may see and export, and noted in the audit log."""

from collections.abc import Iterator

from django.db.models import QuerySet

from stegvis.core.table_files import FORMATS
from stegvis.transfer.exports.rows import columns_of, rows_of
from stegvis.transfer.queries.mailing import to_mail
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, require


def export_records(
    kind: str, shape: str, *, by: Actor, only: QuerySet | None = None, filters: str = "", mailing: bool = False
) -> Iterator[bytes]:
    """The records of `kind` as a file of `shape` ("csv", "xlsx", "json"), in blocks, for a response or a file.

    `only` narrows them to a set of the same kind; `filters` says in the audit log which.

    For a `mailing` only people come who have an e-mail address and do not object to it.

    Raises PermissionDenied before the first block; KeyError for an unknown kind or shape.
    """
    require(by, "export")
    headers, write = columns_of(kind, by=by), FORMATS[shape]
    if mailing:
        reached = to_mail(by.workspace.pk)
        only = reached if only is None else only.filter(pk__in=reached)
    audit("exported", by=by, detail={"kind": kind, "format": shape, **({"filters": filters} if filters else {})})
    return write(headers, rows_of(kind, by=by, only=only))
