"""Handing figures out, noted in the audit log."""

from collections.abc import Iterator

from stegvis.core.table_files import FORMATS
from stegvis.insights.report import Table
from stegvis.insights.showing import rows_of
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, require


def export_table(name: str, table: Table, shape: str, *, by: Actor, filters: str = "") -> Iterator[bytes]:
    """`table` of the report `name` as a file of `shape` ("csv", "xlsx", "json"), in blocks.

    Raises PermissionDenied before the first block; KeyError for an unknown shape.
    """
    require(by, "export")
    write = FORMATS[shape]
    detail = {"kind": f"insights.{name}", "format": shape, **({"filters": filters} if filters else {})}
    audit("exported", by=by, detail=detail)
    return write([column.label for column in table.columns], rows_of(table))
