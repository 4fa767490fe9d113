"""Reading tables out of the files that offices have: the first half of every import."""

from .dates import parse_date, parse_moment
from .errors import BadValue, UnreadableFile
from .formats import guess_formats
from .guards import unguarded
from .numbers import parse_number, parse_yes_no
from .opening import open_table, understand_again
from .tables import Bookmark, Cell, Row, Table, as_text
from .understanding import ColumnFormat, Note, Understanding

__all__ = [
    "BadValue",
    "Bookmark",
    "Cell",
    "ColumnFormat",
    "Note",
    "Row",
    "Table",
    "Understanding",
    "UnreadableFile",
    "as_text",
    "guess_formats",
    "open_table",
    "parse_date",
    "parse_moment",
    "parse_number",
    "parse_yes_no",
    "understand_again",
    "unguarded",
]
