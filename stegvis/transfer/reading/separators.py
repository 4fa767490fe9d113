"""Which separator and quotation mark a text file uses."""

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass

SEPARATORS = (";", "\t", "|", ",")
_DECLARED = re.compile(r"\"?sep=(.)\"?\s*(\r\n|\n|\r|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """Separator and quotation mark; `declared` when the file's first line says `sep=;`. Confidence 0..1."""

    separator: str
    quote: str = '"'
    declared: bool = False
    confidence: float = 1.0


def declared_separator(line: str) -> str | None:
    """The separator that Excel's first line `sep=;` names, if `line` is one."""
    match = _DECLARED.match(line)
    return match.group(1) if match else None


def detect_dialect(text: str) -> Dialect:
    """Tell the separator and quotation mark of `text`, the beginning of a file cut at a line end."""
    first, _, rest = text.partition("\n")
    declared = declared_separator(first.rstrip("\r"))
    if declared:
        return Dialect(declared, _quote(rest, declared), declared=True)
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    if scores[best] <= 0:
        return Dialect(",", confidence=0.5)
    return Dialect(best, _quote(text, best), confidence=round(min(1.0, scores[best]), 2))


def _score(text: str, separator: str) -> float:
    """How alike the rows are in number of cells; more cells decide between equally even separators."""
    widths = _widths(text, separator)
    if not widths:
        return 0
    usual, times = Counter(widths).most_common(1)[0]
    if usual < 2:
        return 0
    even = times / len(widths)
    return even * (1.0 if usual in widths[:3] else 0.4) * (0.85 + min(0.3, math.log2(usual) / 20))


def _widths(text: str, separator: str) -> list[int]:
    """Cells in each row that holds any, rows in which only the first is filled left out."""
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=separator)
        return [len(row) for row in rows if len(row) > 1 or (row and separator not in row[0] and row[0].strip())]
    except csv.Error:
        return []


def _quote(text: str, separator: str) -> str:
    """The apostrophe where cells stand between apostrophes and nothing between quotation marks."""
    if '"' in text:
        return '"'
    mark = re.escape(separator)
    quoted = len(re.findall(rf"(?:^|{mark})'[^'\r\n]*'(?={mark}|\r?$)", text, re.MULTILINE))
    return "'" if quoted > 2 and quoted >= text.count(separator) else '"'
