"""XLSX files as tables. The sheet is held in memory, so it is measured before it is loaded."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from . import limits
from .errors import UnreadableFile
from .guards import unguarded
from .tables import Bookmark, Cell, Row, Table
from .understanding import Understanding

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_REFERENCE = re.compile(rb'[ \n]r=["\']([A-Z]{0,3})(\d{1,7})["\']')
_CHUNK = 1 << 20


def refuse_ole(path: Path) -> None:
    """Raise for the container that old .xls files and locked workbooks share."""
    head = path.read_bytes()[: 1 << 20]
    locked = "EncryptedPackage".encode("utf-16-le") in head
    raise UnreadableFile("password_protected" if locked else "old_excel")


def refuse_bomb(path: Path) -> None:
    """Raise UnreadableFile when unpacking the workbook would cost too much; the cells are counted, not believed."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _weigh(parts)
            for part in parts:
                if part.filename.startswith("xl/worksheets/"):
                    _measure(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableFile("damaged_workbook") from error


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > limits.MAX_XLSX_PARTS:
        raise UnreadableFile("too_large", parts=len(parts), limit=limits.MAX_XLSX_PARTS)
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if size > limits.MAX_XLSX_UNPACKED_BYTES:
        raise UnreadableFile("too_large", bytes=size, limit=limits.MAX_XLSX_UNPACKED_BYTES)
    if size > 10_000_000 and size / packed > limits.MAX_XLSX_PACKING:
        raise UnreadableFile("too_large", packing=round(size / packed), limit=limits.MAX_XLSX_PACKING)


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose furthest corner spans too many cells: the space between is allocated too."""
    rows = columns = 0
    with archive.open(part) as sheet:
        rest = b""
        while chunk := sheet.read(_CHUNK):
            found = _REFERENCE.findall(rest + chunk)
            rows = max(rows, max((int(number) for _, number in found), default=0))
            columns = max(columns, max((_column(name) for name in {name for name, _ in found}), default=0))
            rest = chunk[-40:]
    if rows * max(columns, 1) > limits.MAX_XLSX_CELLS:
        raise UnreadableFile("too_large", cells=rows * columns, limit=limits.MAX_XLSX_CELLS)


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


class Workbook:
    """An opened XLSX file: the names of its visible sheets and their cells."""

    def __init__(self, path: Path):
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        refuse_bomb(path)
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except PasswordError as error:
            raise UnreadableFile("password_protected") from error
        except (CalamineError, OSError) as error:
            raise UnreadableFile("damaged_workbook") from error
        shown = [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        self.sheets: tuple[str, ...] = tuple(shown or self._book.sheet_names)

    def rows(self, sheet: str) -> list[list[Any]]:
        """All rows of a sheet from its first on, cells as calamine gives them; raises "no_sheet"."""
        if sheet not in self._book.sheet_names:
            raise UnreadableFile("no_sheet", sheet=sheet)
        return self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


class XlsxTable(Table):
    """One sheet of a workbook; see Table."""

    def __init__(self, path: Path, understanding: Understanding, headers: list[str], rows: list[list[Any]]):
        super().__init__(path, understanding, headers)
        self._rows = rows

    def rows(self, start: int | None = None, bookmark: Bookmark | None = None) -> Iterator[Row]:
        first = max(start or 0, self.understanding.header_row + 1)
        width = len(self.headers)
        for number in range(first, len(self._rows) + 1):
            cells = [plain_cell(cell) for cell in self._rows[number - 1][:width]]
            if any(cell != "" for cell in cells):
                self._refuse_large(cells, number)
                yield Row(number, cells)

    def _refuse_large(self, cells: list[Cell], number: int) -> None:
        if any(isinstance(cell, str) and len(cell) > limits.MAX_CELL_CHARS for cell in cells):
            raise UnreadableFile("cell_too_large", row=number, limit=limits.MAX_CELL_CHARS)


def plain_cell(cell: Any) -> Cell:
    """A cell in our types: whole floats become int, a date at midnight a date, times and spans text."""
    if isinstance(cell, str):
        return unguarded(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell if isinstance(cell, (bool, int, float, date)) else ""
