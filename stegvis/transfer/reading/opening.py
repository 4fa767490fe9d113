"""Open a file as a table, understanding by itself what nobody has said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .csv_files import CsvTable, open_text, raw_rows
from .encodings import Script, bom_length, detect_script, survey
from .errors import UnreadableFile
from .formats import file_mark, guess_formats, settles, undecided
from .guards import unguarded
from .headers import find_header, looks_like_values, name_columns, used_width
from .limits import MAX_CELL_CHARS, SAMPLE_ROWS
from .separators import detect_dialect
from .tables import Cell, Table
from .understanding import Note, Understanding
from .workbooks import OLE_MAGIC, ZIP_MAGIC, Workbook, XlsxTable, plain_cell, refuse_ole

_SAMPLE_CHARS = 1 << 18


def open_table(path: Path | str, *, understanding: Understanding | None = None) -> Table:
    """Open the CSV or XLSX file at `path`.

    Without `understanding` everything is sniffed; `table.understanding` then says what was found. With
    one (perhaps corrected by a person) the file is read just so. Raises UnreadableFile.
    """
    path = Path(path)
    kind = _kind(path)
    if understanding and understanding.kind != kind:
        understanding = None
    opener = _open_workbook if kind == "xlsx" else _open_csv
    return opener(path, understanding)


def understand_again(path: Path | str, corrected: Understanding) -> Table:
    """Open the file with the corrected encoding, separator, sheet and header row, telling the formats anew.

    For use after a person changed how the file is cut into cells: what was known of the columns is void.
    """
    path = Path(path)
    if corrected.kind == "xlsx":
        return _sniffed_sheet(path, Workbook(path), corrected.sheet or "", corrected.header_row)
    script = survey(path, _known_codec(corrected.encoding), has_bom=corrected.has_bom)
    fresh = replace(corrected, columns={}, notes=(), guarded=script.guarded)
    return _sniffed_csv(path, script, fresh, corrected.header_row)


def _kind(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UnreadableFile("missing") from error
    if head.startswith(OLE_MAGIC):
        refuse_ole(path)
    return "xlsx" if head.startswith(ZIP_MAGIC) else "csv"


def _known_codec(encoding: str | None) -> str:
    try:
        "".encode(encoding or "utf-8")
    except LookupError as error:
        raise UnreadableFile("bad_encoding", encoding=encoding) from error
    return encoding or "utf-8"


def _open_csv(path: Path, understanding: Understanding | None) -> Table:
    if understanding:
        _known_codec(understanding.encoding)
        return CsvTable(path, understanding, _csv_headers(path, understanding))
    script = detect_script(path)
    dialect = detect_dialect(_beginning(path, script))
    seen = Understanding(
        "csv", script.encoding, script.has_bom, dialect.separator, dialect.quote, guarded=script.guarded,
        confidence=min(script.confidence, dialect.confidence),
    )  # fmt: skip
    return _sniffed_csv(path, script, seen, None)


def _beginning(path: Path, script: Script) -> str:
    with open_text(path, script.encoding, script.has_bom) as text:
        sample = text.read(_SAMPLE_CHARS)
    cut = sample.rfind("\n") + 1
    return sample[:cut] if len(sample) == _SAMPLE_CHARS and cut else sample


def _csv_head(path: Path, seen: Understanding, limit: int) -> list[list[str]]:
    """The first rows as they stand, blank ones included."""
    from .csv_files import pass_declaration

    with open_text(path, seen.encoding or "utf-8", seen.has_bom) as text:
        pass_declaration(text)
        try:
            return list(islice(raw_rows(text, seen.separator or ",", seen.quote), limit))
        except Exception as error:
            raise UnreadableFile("cell_too_large", limit=MAX_CELL_CHARS) from error


def _csv_headers(path: Path, seen: Understanding) -> list[str]:
    """The names given when the file was understood, else those of the header row."""
    if seen.columns:
        return list(seen.columns)
    rows = _csv_head(path, seen, SAMPLE_ROWS)
    return _headers(rows, seen.header_row - 1)


def _headers(rows: Sequence[Sequence[Cell]], header: int) -> list[str]:
    if header >= len(rows) or not any(cell != "" for cell in rows[header]):
        raise UnreadableFile("no_header", row=header + 1)
    return name_columns(rows[header], used_width(rows, header))


def _sniffed_csv(path: Path, script: Script, seen: Understanding, header_row: int | None) -> Table:
    rows = _csv_head(path, seen, SAMPLE_ROWS)
    header = find_header(rows) if header_row is None else header_row - 1
    headers = _headers(rows, header)
    filled = [row for row in rows[header + 1 :] if any(row)]
    if not filled:
        raise UnreadableFile("only_header", headers=headers)
    whole = len(rows) < SAMPLE_ROWS
    count = len(filled) if whole else _estimate(path, script, header)
    seen = replace(seen, header_row=header + 1, rows=count, rows_exact=whole)
    notes = [*_script_notes(script), *_shape_notes(rows, header, headers)]
    return _with_formats(CsvTable(path, seen, headers), filled, notes)


def _estimate(path: Path, script: Script, header: int) -> int:
    """Line feeds are counted; line breaks inside of cells make it too many."""
    size = path.stat().st_size - bom_length(script.encoding, script.has_bom)
    return max(1, script.lines - header - 1 + (0 if size == 0 or _ends_with_newline(path) else 1))


def _ends_with_newline(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(-2, 2)
        return file.read().strip(b"\x00")[-1:] in (b"\n", b"\r")


def _script_notes(script: Script) -> list[Note]:
    notes = []
    if script.broken:
        notes.append(Note("broken_characters", {"count": script.broken}))
    if script.confidence < 0.6:
        notes.append(Note("encoding_unsure", {"encoding": script.encoding}))
    if script.guarded:
        notes.append(Note("formula_guards"))
    return notes


def _shape_notes(rows: Sequence[Sequence[Cell]], header: int, headers: list[str]) -> list[Note]:
    notes = []
    width = len(headers)
    ragged = [place + 1 for place, row in enumerate(rows) if place > header and any(row) and _ragged(row, width)]
    if ragged:
        notes.append(Note("ragged_rows", {"count": len(ragged), "rows": ragged[:20]}))
    if header:
        notes.append(Note("lines_above_header", {"count": header}))
    if looks_like_values(rows[header]):
        notes.append(Note("header_looks_like_values"))
    repeated = [name for name in headers if name.endswith(")") and name not in map(str, rows[header])]
    return [*notes, Note("repeated_headers", {"headers": repeated})] if repeated else notes


def _ragged(row: Sequence[Cell], width: int) -> bool:
    return len(row) < width or any(cell != "" for cell in row[width:])


def _with_formats(table: Table, rows: Sequence[Sequence[Cell]], notes: list[Note]) -> Table:
    """Put the formats of the columns into the table's understanding; only undecided columns cost a second look."""
    seen = table.understanding
    columns = {header: _column(rows, place) for place, header in enumerate(table.headers)}
    formats, _ = guess_formats(columns, separator=seen.separator)
    if undecided(formats) and not seen.rows_exact:
        _add_deciding_values(table, columns, undecided(formats))
    formats, told = guess_formats(columns, separator=seen.separator)
    mark = file_mark(formats.values(), seen.separator)
    table.understanding = replace(
        seen, columns=formats, decimal_mark=mark, thousands_mark=" " if mark == "," else ",", notes=(*notes, *told)
    )
    return table


def _column(rows: Iterable[Sequence[Cell]], place: int) -> list[Cell]:
    return [unguarded(row[place]) for row in rows if place < len(row)]


def _add_deciding_values(table: Table, columns: dict[str, list[Cell]], headers: Sequence[str]) -> None:
    """Look through the whole file for dates that leave one order, until each column has one."""
    places = {table.headers.index(header): header for header in headers}
    for row in table.rows():
        for place in [place for place in places if settles(row.cells[place])]:
            columns[places.pop(place)].append(row.cells[place])
        if not places:
            return


def _open_workbook(path: Path, understanding: Understanding | None) -> Table:
    book = Workbook(path)
    if understanding is None:
        return _sniffed_sheet(path, book, _fullest(book), None)
    rows = book.rows(understanding.sheet or book.sheets[0])
    headers = list(understanding.columns) or _headers(rows, understanding.header_row - 1)
    return XlsxTable(path, understanding, headers, rows)


def _fullest(book: Workbook) -> str:
    """The first sheet with more than a header, else the first."""
    return next((sheet for sheet in book.sheets if len(book.rows(sheet)) > 1), book.sheets[0])


def _sniffed_sheet(path: Path, book: Workbook, sheet: str, header_row: int | None) -> Table:
    rows = book.rows(sheet)
    head = [[plain_cell(cell) for cell in row] for row in rows[:SAMPLE_ROWS]]
    if not any(cell != "" for row in head for cell in row):
        raise UnreadableFile("empty", sheet=sheet)
    header = find_header(head) if header_row is None else header_row - 1
    headers = _headers(head, header)
    filled = [row for row in head[header + 1 :] if any(cell != "" for cell in row)]
    if not filled:
        raise UnreadableFile("only_header", headers=headers)
    count = sum(1 for row in rows[header + 1 :] if any(cell != "" for cell in row))
    seen = Understanding(
        "xlsx", sheet=sheet, sheets=book.sheets, header_row=header + 1, rows=count, rows_exact=len(rows) <= SAMPLE_ROWS
    )
    return _with_formats(XlsxTable(path, seen, headers, rows), filled, _shape_notes(head, header, headers))
