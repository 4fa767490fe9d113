"""What was understood of a file before it is read: every point can be checked and corrected by a person."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

DATE_ORDERS = ("ymd", "dmy", "mdy")
COLUMN_KINDS = ("empty", "text", "date", "moment", "number", "money", "email", "phone", "url", "yes_no", "id")


@dataclass(frozen=True)
class Note:
    """A remark for the reader: a code and what it speaks of; the screen finds the words."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnFormat:
    """How one column writes its values.

    `date_order` is None for columns without dates and for those that must be asked (`asks` is true then).
    """

    kind: str = "text"
    date_order: str | None = None
    decimal_mark: str | None = None
    asks: bool = False


@dataclass(frozen=True)
class Understanding:
    """Everything needed to read the file again in the same way.

    `header_row` counts as a spreadsheet does, from 1. `rows` is the number of rows below it, exact when
    `rows_exact`. `confidence` runs from 0 to 1. `columns` maps each header to its format.
    """

    kind: str
    encoding: str | None = None
    has_bom: bool = False
    separator: str | None = None
    quote: str = '"'
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    decimal_mark: str = "."
    thousands_mark: str = ""
    columns: dict[str, ColumnFormat] = field(default_factory=dict)
    rows: int = 0
    rows_exact: bool = False
    guarded: bool = False
    confidence: float = 1.0
    notes: tuple[Note, ...] = ()

    @property
    def date_orders(self) -> dict[str, str | None]:
        """The date order of each column that holds dates; None where a person must be asked."""
        dated = ("date", "moment")
        return {header: column.date_order for header, column in self.columns.items() if column.kind in dated}

    @property
    def questions(self) -> list[str]:
        """Headers of the date columns whose order no value decides."""
        return [header for header, column in self.columns.items() if column.asks]

    def format_of(self, header: str) -> ColumnFormat:
        """The format of a column; plain text for a column that was not looked at."""
        return self.columns.get(header, ColumnFormat())

    def with_date_order(self, header: str, order: str) -> "Understanding":
        """A copy in which `header` holds dates of `order` (ymd, dmy or mdy)."""
        if order not in DATE_ORDERS:
            raise ValueError(order)
        old = self.format_of(header)
        kind = old.kind if old.kind in ("date", "moment") else "date"
        answered = replace(old, kind=kind, date_order=order, asks=False)
        return replace(self, columns={**self.columns, header: answered})

    def to_json(self) -> dict[str, Any]:
        """A dict of plain JSON values; `from_json` makes the equal object of it.

        `headers` holds the order of the columns: a database may keep objects in an order of its own.
        """
        return {
            **asdict(self),
            "headers": list(self.columns),
            "sheets": list(self.sheets),
            "notes": [asdict(note) for note in self.notes],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Understanding":
        """The object that `to_json` wrote; unknown keys raise TypeError."""
        stored = dict(stored)
        told = stored.get("columns", {})
        headers = stored.pop("headers", list(told))
        columns = {header: ColumnFormat(**told[header]) for header in headers}
        notes = tuple(Note(**note) for note in stored.get("notes", ()))
        return cls(**{**stored, "sheets": tuple(stored.get("sheets", ())), "columns": columns, "notes": notes})
