"""Rows as files, streamed: CSV, XLSX, JSON."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

_BLOCK = 1 << 16
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: object) -> object:
    """Text that a spreadsheet would run as a formula, with an apostrophe in front; our import takes it off again.

    Numbers are no text: a negative one needs no guard.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_csv(headers: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    """Comma-separated UTF-8 with a mark at its beginning, by which Excel knows it; formulas made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([guarded(value) for value in row])
        if buffer.tell() > _BLOCK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_json(headers: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    """A list of objects; amounts are text, because a JSON number would lose digits."""
    mark = "[\n"
    for row in rows:
        told = {name: _plain(value) for name, value in zip(headers, row, strict=True)}
        yield (mark + json.dumps(told, ensure_ascii=False)).encode()
        mark = ",\n"
    yield b"\n]\n" if mark != "[\n" else b"[]\n"


def as_xlsx(headers: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    """A workbook with one sheet; text is written as text, so nothing in it can be a formula."""
    from xlsxwriter import Workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        # Row by row to the disk: a large sheet would not fit into memory.
        book = Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headers, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value)
        book.close()
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_BLOCK), b"")


def _write(sheet, row: int, column: int, value: Any) -> None:
    """Whole numbers and days as such; amounts as text where a float would not keep them."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, str(guarded(value)))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, Decimal) and abs(value) >= 10**13:
        sheet.write_string(row, column, str(value))
    else:
        sheet.write_number(row, column, value)


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int)) else str(value)


FORMATS: dict[str, Callable[[Sequence[str], Iterator[Sequence[Any]]], Iterator[bytes]]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
}

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
