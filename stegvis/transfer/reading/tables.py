"""A file read as a table: headers and a stream of rows."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from .limits import SAMPLE_ROWS
from .understanding import Understanding

Cell = str | int | float | bool | date | datetime


class Row(NamedTuple):
    """One row: its number as a spreadsheet counts (the header is 1), and its cells.

    `surplus` is 0 for an even row, positive for cells too many (kept at the end of `cells`), negative
    for cells missing (filled with "").
    """

    number: int
    cells: Sequence[Cell]
    surplus: int = 0


class Bookmark(NamedTuple):
    """A place to go on reading from: the last row read, and where the file stood then."""

    row: int
    offset: int


def as_text(cell: Cell) -> str:
    """A cell as the text a CSV file would hold: 40211.0 is "40211", dates are ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


class Table:
    """A readable file. `headers` are unique; `rows` streams and may be called as often as wanted."""

    def __init__(self, path: Path, understanding: Understanding, headers: list[str]):
        self.path = path
        self.understanding = understanding
        self.headers = headers

    def rows(self, start: int | None = None, bookmark: Bookmark | None = None) -> Iterator[Row]:
        """Yield the rows from number `start` on (default: the first below the header), blank rows left out.

        With a `bookmark` from `self.bookmark()` (also of an earlier process) the way there is short.
        Raises UnreadableFile("cell_too_large") on the way.
        """
        raise NotImplementedError

    def bookmark(self, row: int) -> Bookmark | None:
        """The last known place at or before `row`, None when the beginning is the nearest."""
        return None

    def samples(self, n: int = 20) -> dict[str, list[str]]:
        """For each header up to `n` different values as text, in order of first appearance."""
        found: list[dict[str, None]] = [{} for _ in self.headers]
        for row in islice(self.rows(), SAMPLE_ROWS):
            for values, cell in zip(found, row.cells, strict=False):
                if len(values) < n and cell != "":
                    values.setdefault(as_text(cell).strip())
        return {header: list(filter(None, values)) for header, values in zip(self.headers, found, strict=True)}
