"""The first step: the file, how it was read, and its first rows as they will be understood."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.transfer.keeping import path_of, table_of
from stegvis.transfer.models import Import
from stegvis.transfer.reading import (
    BadValue,
    Cell,
    Table,
    Understanding,
    as_text,
    parse_date,
    parse_moment,
    parse_number,
)
from stegvis.transfer.wording.file import notes_of, shortened, size_words
from stegvis.ui.formats import date_long, moment, number
from stegvis.workspaces.middleware import zone_of
from stegvis.workspaces.models import Member

ROWS, COLUMNS = 8, 24
_NUMBERS, _DATES = ("number", "money"), ("date", "moment")


@dataclass(frozen=True)
class Shown:
    """A cell as it will be understood; `doubt` where a person has to say which of two days it is, `wrong` where it
    does not fit its column."""

    text: str
    number: bool = False
    doubt: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class Question:
    """A column whose dates can be read in two ways: its place, and one of its values as each day."""

    place: int
    header: str
    example: str
    ways: list[tuple[str, str]]


@dataclass(frozen=True)
class FilePage:
    """All that the first step shows."""

    headers: list[tuple[str, bool]]
    rows: list[list[Shown]]
    more_columns: int
    said: str
    notes: list[str]
    questions: list[Question]
    seen: Understanding


def is_there(batch: Import) -> bool:
    """Whether the kept file is still there: it goes after a month."""
    return path_of(batch).exists()


def read_file(member: Member, batch: Import) -> FilePage:
    """The first step of `batch`. Raises UnreadableFile."""
    table = table_of(batch)
    seen, headers = table.understanding, table.headers
    rows = list(islice(table.rows(), ROWS))
    shown = [[_shown(seen, header, cell, member) for header, cell in _pairs(headers, row.cells)] for row in rows]
    return FilePage(
        headers=[(shortened(header), seen.format_of(header).kind in _NUMBERS) for header in headers[:COLUMNS]],
        rows=shown,
        more_columns=max(0, len(headers) - COLUMNS),
        said=file_words(batch, seen, len(headers)),
        notes=notes_of(seen),
        questions=_questions(table),
        seen=seen,
    )


def file_words(batch: Import, seen: Understanding, columns: int) -> str:
    """How large the file is, in one sentence."""
    rows = ngettext("%(count)s row", "%(count)s rows", seen.rows) % {"count": number(seen.rows)}
    if not seen.rows_exact and seen.kind == "csv":
        rows = ngettext("about %(count)s row", "about %(count)s rows", seen.rows) % {"count": number(seen.rows)}
    wide = ngettext("%(count)s column", "%(count)s columns", columns) % {"count": number(columns)}
    return _("%(rows)s, %(columns)s, %(size)s") % {"rows": rows, "columns": wide, "size": size_words(batch.size)}


def _pairs(headers: list[str], cells) -> list[tuple[str, Cell]]:
    return list(zip(headers, cells, strict=False))[:COLUMNS]


def _shown(seen: Understanding, header: str, cell: Cell, member: Member) -> Shown:
    shape = seen.format_of(header)
    if cell == "":
        return Shown("")
    try:
        if shape.kind in _DATES:
            return _day(cell, shape, member)
        if shape.kind in _NUMBERS:
            return Shown(number(parse_number(cell, shape.decimal_mark or seen.decimal_mark)), number=True)
    except BadValue:
        return Shown(shortened(as_text(cell)), number=shape.kind in _NUMBERS, wrong=True)
    return Shown(shortened(as_text(cell)))


def _day(cell: Cell, shape, member: Member) -> Shown:
    try:
        if shape.kind == "moment":
            return Shown(moment(parse_moment(cell, shape.date_order, zone_of(member))))
        return Shown(date_long(parse_date(cell, shape.date_order)))
    except BadValue as error:
        if error.code == "ambiguous_date":
            return Shown(as_text(cell), doubt=True)
        raise


def _questions(table: Table) -> list[Question]:
    asked = table.understanding.questions
    if not asked:
        return []
    samples = table.samples(50)
    headers = list(table.headers)
    return [_question(headers.index(header), header, samples.get(header, [])) for header in asked]


def _question(place: int, header: str, values: list[str]) -> Question:
    """The example is a value that comes out as two different days."""
    for value in values:
        ways = _ways(value)
        if len({day for _order, day in ways}) > 1:
            return Question(place, shortened(header), shortened(value, 40), ways)
    first = values[0] if values else ""
    return Question(place, shortened(header), shortened(first, 40), _ways(first))


def _ways(value: str) -> list[tuple[str, str]]:
    found = []
    for order in ("dmy", "mdy", "ymd"):
        try:
            day = parse_date(_day_part(value), order)
        except BadValue:
            continue
        found.append((order, date_long(day)))
    return found


def _day_part(value: str) -> str:
    """The date of a moment; "3. 4. 2025" has blanks of its own."""
    head, _blank, clock = value.partition(" ")
    return head if ":" in clock else value
