"""Reading the rows of a whole workspace out of its file, one at a time, as the columns of this program."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.db import models

from stegvis.transfer.whole.cells import checked_text, from_cell, from_plain, is_text
from stegvis.transfer.whole.checking import damaged
from stegvis.transfer.whole.layout import LONGEST_LINE, PROCESSES, table_name
from stegvis.transfer.whole.tables import columns, is_process

Row = dict[str, Any]
BROKEN = (ValueError, ArithmeticError, ValidationError, KeyError, TypeError, AttributeError, csv.Error, OverflowError)


def rows_in(archive: ZipFile, model: type[models.Model], processes: dict[str, Any]) -> Iterator[Row]:
    """The rows of `model`: every column, in Python's values. Refused for what cannot be read."""
    place, number = (PROCESSES if is_process(model) else table_name(model)), 0
    found = _of_processes(model, processes) if is_process(model) else _of_table(archive, model)
    try:
        for number, row in enumerate(found, start=1):  # noqa: B007 - said of the row that fails
            yield row
    except (*BROKEN, BadZipFile, EOFError, OSError) as error:
        raise damaged(place, number + 1) from error


def _of_processes(model: type[models.Model], processes: dict[str, Any]) -> Iterator[Row]:
    for told in processes.get(model._meta.label, []):
        fields = [field for field in columns(model) if field.attname in told]
        yield _whole(model, {field.attname: _from_json(field, told[field.attname]) for field in fields})


def _from_json(field: models.Field, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if is_text(field):
        return checked_text(field, value)
    return (
        value if isinstance(value, bool) and isinstance(field, models.BooleanField) else from_plain(field, str(value))
    )


def _of_table(archive: ZipFile, model: type[models.Model]) -> Iterator[Row]:
    """A table that is not there has no rows: the file is of an older program."""
    if table_name(model) not in archive.namelist():
        return
    known = {field.attname: field for field in columns(model)}
    with archive.open(table_name(model)) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        table = csv.reader(_lines(text), strict=True)
        fields = [known[name] for name in next(table)]
        for cells in table:
            told = zip(fields, cells, strict=True)
            yield _whole(model, {field.attname: from_cell(field, cell) for field, cell in told})


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise ValueError("a line without end")
        yield line


def _whole(model: type[models.Model], told: Row) -> Row:
    """With the usual values of columns that an older program did not know."""
    return {
        field.attname: told[field.attname] if field.attname in told else field.get_default() for field in columns(model)
    }
