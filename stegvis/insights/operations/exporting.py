"""Handing figures out, noted in the audit log."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.table_files import FORMATS
from stegvis.insights.drawing import scene_of
from stegvis.insights.report import Chart, Table
from stegvis.insights.showing import rows_of
from stegvis.processes.flowing.elk import NoLayout
from stegvis.processes.pictures.paper import NoPaper, png_of
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, require


def export_table(name: str, table: Table, shape: str, *, by: Actor, filters: str = "") -> Iterator[bytes]:
    """`table` of the report `name` as a file of `shape` ("csv", "xlsx", "json"), in blocks.

    Raises PermissionDenied before the first block; KeyError for an unknown shape.
    """
    require(by, "export")
    write = FORMATS[shape]
    _note(name, shape, filters, by)
    return write([column.label for column in table.columns], rows_of(table))


def export_picture(name: str, chart: Chart, detail: int, *, by: Actor, filters: str = "") -> bytes:
    """A graph of the report `name` as PNG, with as many lines as `detail` asks for.

    Raises PermissionDenied, and Refused where this machine cannot draw it, or draws something else right now.
    """
    require(by, "export")
    try:
        picture = png_of(scene_of(chart, detail))
    except (NoLayout, NoPaper) as trouble:
        raise Refused(_("The picture cannot be made here: Node.js or Pango is missing or did not answer.")) from trouble
    _note(name, "png", filters, by)
    return picture


def _note(name: str, shape: str, filters: str, by: Actor) -> None:
    detail = {"kind": f"insights.{name}", "format": shape, **({"filters": filters} if filters else {})}
    audit("exported", by=by, detail=detail)
