"""CSV files as tables: streamed, whatever their size."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .encodings import bom_length
from .errors import UnreadableFile
from .guards import unguarded
from .limits import BOOKMARK_ROWS, MAX_CELL_CHARS
from .separators import declared_separator
from .tables import Bookmark, Row, Table
from .understanding import Understanding


def open_text(path: Path, encoding: str, has_bom: bool, offset: int | None = None) -> TextIO:
    """Open the file after its byte order mark, or at an `offset` that `tell()` once gave."""
    text = open(path, encoding=encoding, errors="replace", newline="")  # noqa: SIM115 - the caller closes it
    text.seek(bom_length(encoding, has_bom) if offset is None else offset)
    return text


def raw_rows(text: TextIO, separator: str, quote: str) -> Iterator[list[str]]:
    """The rows of `text` from where it stands; a first line `sep=;` is passed over, as in Excel.

    Lines are taken one by one, so that `text.tell()` between two rows is the place of the next.
    """
    lines = iter(text.readline, "")
    return csv.reader(lines, delimiter=separator, quotechar=quote)


def pass_declaration(text: TextIO) -> None:
    """Move behind a first line `sep=;` if there is one."""
    start = text.tell()
    if declared_separator(text.readline(64)) is None:
        text.seek(start)


class CsvTable(Table):
    """A CSV file; see Table."""

    def __init__(self, path: Path, understanding: Understanding, headers: list[str]):
        super().__init__(path, understanding, headers)
        self._offsets: dict[int, int] = {}

    def rows(self, start: int | None = None, bookmark: Bookmark | None = None) -> Iterator[Row]:
        first = max(start or 0, self.understanding.header_row + 1)
        place = bookmark if bookmark and bookmark.row < first else self.bookmark(first - 1)
        with self._open(place) as text:
            rows = self._even(self._numbered(text, place.row if place else 0), first)
            yield from self._unguarded(rows) if self.understanding.guarded else rows

    def bookmark(self, row: int) -> Bookmark | None:
        known = row - row % BOOKMARK_ROWS
        while known > 0 and known not in self._offsets:
            known -= BOOKMARK_ROWS
        return Bookmark(known, self._offsets[known]) if known > 0 else None

    def _open(self, place: Bookmark | None) -> TextIO:
        seen = self.understanding
        text = open_text(self.path, seen.encoding or "utf-8", seen.has_bom, place and place.offset)
        if place is None:
            pass_declaration(text)
        return text

    def _numbered(self, text: TextIO, number: int) -> Iterator[tuple[int, list[str]]]:
        """Rows with their numbers, a bookmark kept every so often."""
        reader = raw_rows(text, self.understanding.separator or ",", self.understanding.quote)
        try:
            for cells in reader:
                number += 1
                yield number, cells
                if number % BOOKMARK_ROWS == 0:
                    self._offsets[number] = text.tell()
        except csv.Error as error:
            raise UnreadableFile("cell_too_large", row=number + 1, limit=MAX_CELL_CHARS) from error

    def _even(self, numbered: Iterator[tuple[int, list[str]]], first: int) -> Iterator[Row]:
        """The filled rows from `first` on, each at least as wide as the header."""
        width = len(self.headers)
        for number, cells in numbered:
            if number < first:
                continue
            if len(cells) == width and (width > 1 or cells[0]):
                yield Row(number, cells)
            elif any(cells):
                yield _odd_row(number, cells, width)

    def _unguarded(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            yield row._replace(cells=[unguarded(cell) for cell in row.cells])


def _odd_row(number: int, cells: list[str], width: int) -> Row:
    while len(cells) > width and not cells[-1]:
        cells.pop()
    surplus = len(cells) - width
    return Row(number, cells + [""] * -surplus, surplus)
