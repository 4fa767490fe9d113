"""Find the header row and give every column a name of its own."""

import re
from collections import Counter
from collections.abc import Sequence

from .errors import UnreadableFile
from .limits import MAX_COLUMNS, MAX_HEADER_SEARCH_ROWS
from .tables import Cell, as_text

_VALUE = re.compile(r"[\d\s.,:/+-]+|[^@\s]+@[^@\s]+\.\w+|\d{4}-\d\d-\d\d.*")


def find_header(rows: Sequence[Sequence[Cell]]) -> int:
    """Index in `rows` of the header: the first row nearly as wide as the rows below it. Raises "no_header"."""
    filled = [sum(1 for cell in row if cell != "") for row in rows]
    widths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    if not widths:
        raise UnreadableFile("empty")
    usual = max(widths, key=lambda width: (widths[width], width))
    for place, count in enumerate(filled[:MAX_HEADER_SEARCH_ROWS]):
        if count and count * 2 > usual and len(rows[place]) * 2 > usual:
            return place
    return next(place for place, count in enumerate(filled) if count)


def looks_like_values(row: Sequence[Cell]) -> bool:
    """Whether a supposed header holds numbers, dates or addresses: perhaps the file has none."""
    texts = [as_text(cell).strip() for cell in row if cell != ""]
    return bool(texts) and sum(1 for text in texts if _VALUE.fullmatch(text)) * 3 > len(texts)


def name_columns(row: Sequence[Cell], width: int) -> list[str]:
    """Unique names for `width` columns: blanks become "#5", a repeated "Create Date" becomes "Create Date (2)"."""
    if width > MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", columns=width, limit=MAX_COLUMNS)
    cells = [*row, *[""] * width][:width]
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        names.append(_free_name(" ".join(as_text(cell).split()) or f"#{place}", set(names)))
    return names


def used_width(rows: Sequence[Sequence[Cell]], header: int) -> int:
    """Columns that have a name or a value; an empty column at the end (a trailing separator) does not count."""
    width = len(rows[header])
    while width and _blank(rows[header], width) and all(_blank(row, width) for row in rows[header + 1 :]):
        width -= 1
    return width


def _blank(row: Sequence[Cell], column: int) -> bool:
    return len(row) < column or row[column - 1] == "" or not as_text(row[column - 1]).strip()


def _free_name(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
