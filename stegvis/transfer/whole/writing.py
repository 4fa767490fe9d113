"""Writing a whole workspace into one file, row by row, as it is at one moment."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.db import connection, models, transaction
from django.utils import timezone

import stegvis
from stegvis.timeline.models import StoredFile
from stegvis.transfer.whole.cells import plain, to_cell
from stegvis.transfer.whole.layout import (
    FACTS,
    FORMAT,
    LOGO,
    MANIFEST,
    PROCESSES,
    WORKSPACE,
    file_name,
    path_of,
    table_name,
)
from stegvis.transfer.whole.tables import carried, columns, is_process, rows_of
from stegvis.workspaces.models import Workspace

AT_ONCE = 2_000
Progress = Callable[[int, int], None]


def write_whole(workspace: Workspace, target: IO[bytes], progress: Progress | None = None) -> dict[str, Any]:
    """Everything of `workspace` as a ZIP into `target`; the manifest. `progress` is told of tables done and all."""
    counts: dict[str, int] = {}
    last: dict[str, int] = {}
    with one_moment(), ZipFile(target, "w", ZIP_DEFLATED) as archive:
        tables = [model for model in carried() if not is_process(model)]
        _write_json(archive, WORKSPACE, _facts(workspace))
        _write_json(archive, PROCESSES, _processes(workspace.pk, counts, last))
        for place, model in enumerate(tables):
            if progress:
                progress(place, len(tables))
            _write_table(archive, model, workspace.pk, counts, last)
        missing = _write_files(archive, workspace)
        manifest = {
            "format": FORMAT,
            "program": "stegvis",
            "version": stegvis.__version__,
            "written_at": timezone.now().isoformat(),
            "workspace": workspace.slug,
            "workspace_id": workspace.pk,
            "rows": counts,
            "last": last,
            "missing_files": missing,
        }
        _write_json(archive, MANIFEST, manifest)
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction that sees the database as it was at its beginning, whatever is written meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _facts(workspace: Workspace) -> dict[str, Any]:
    told = {name: getattr(workspace, name) for name in FACTS}
    return told | {"created_at": workspace.created_at.isoformat()}


def _processes(workspace_id: int, counts: dict[str, int], last: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
    """Processes with all their versions, stages, criteria and suggestions, table by table."""
    told = {}
    for model in carried():
        if is_process(model):
            rows = [_as_json(model, row) for row in _rows(model, workspace_id)]
            counts[model._meta.label], last[model._meta.label] = len(rows), rows[-1]["id"] if rows else 0
            told[model._meta.label] = rows
    return told


def _as_json(model: type[models.Model], row: tuple) -> dict[str, Any]:
    told = {}
    for field, value in zip(columns(model), row, strict=True):
        simple = value is None or isinstance(value, (str, int, list, dict))
        told[field.attname] = value if simple else plain(value)
    return told


def _rows(model: type[models.Model], workspace_id: int) -> Iterator[tuple]:
    names = [field.attname for field in columns(model)]
    return rows_of(model, workspace_id).values_list(*names).iterator(chunk_size=AT_ONCE)


def _write_table(
    archive: ZipFile, model: type[models.Model], workspace_id: int, counts: dict[str, int], last: dict[str, int]
) -> None:
    fields, number, newest = columns(model), 0, 0
    key = [field.primary_key for field in fields].index(True)
    brief = model is StoredFile
    with archive.open(table_name(model), "w", force_zip64=True) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        table = csv.writer(text)
        table.writerow(field.attname for field in fields)
        for row in _rows(model, workspace_id):
            cells = [to_cell(field, value) for field, value in zip(fields, row, strict=True)]
            table.writerow(_brief(fields, cells) if brief else cells)
            number, newest = number + 1, row[key]
        text.flush()
        text.detach()
    counts[model._meta.label], last[model._meta.label] = number, newest


def _brief(fields: tuple[models.Field, ...], cells: list[str]) -> list[str]:
    """Of a preview only whether there is one: where it lies is the installation's own."""
    return [
        ("yes" if cell else "") if field.name == "preview" else cell for field, cell in zip(fields, cells, strict=True)
    ]


def _write_json(archive: ZipFile, name: str, content: Any) -> None:
    archive.writestr(name, json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1))


def _write_files(archive: ZipFile, workspace: Workspace) -> int:
    """The content of all stored files, and the logo; how many were not on the disk any more."""
    missing = 0
    for pk, place, preview in rows_of(StoredFile, workspace.pk).values_list("pk", "place", "preview").iterator():
        name = file_name({"id": pk})
        missing += not _write_file(archive, name, place)
        if preview:
            _write_file(archive, f"{name}.webp", preview)
    if workspace.logo and workspace.logo.storage.exists(workspace.logo.name):
        with workspace.logo.open() as logo:
            archive.writestr(LOGO, logo.read())
    return missing


def _write_file(archive: ZipFile, name: str, place: str) -> bool:
    path = path_of(place)
    if not path.is_file():
        return False
    archive.write(path, name, ZIP_STORED)
    return True
