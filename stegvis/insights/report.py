"""What a report says: sentences, figures, charts and the tables behind them. Plain facts, without any markup.

A figure may carry a `part`, a short text that its kind of report understands: it leads to the deals behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = str | int | float | Decimal | date | None

# How a column's values are shown: text, a figure, an amount, days, hundredths, a day.
TEXT, NUMBER, MONEY, DAYS, PERCENT, DATE = "text", "number", "money", "days", "percent", "date"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `part` leads to its deals, `href` elsewhere; `tone` ("better", "worse", "quiet"): how to take it."""

    value: Value = None
    part: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `key` names it where figures are read by programs."""

    key: str
    label: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column. `key` names its file; `foot` is a row of sums, or nothing."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One line, row of bars or layer: a value for each label (None where there is none), and the parts behind them.

    `tone` says what it stands for: "", "won", "lost", "parked", "plan", "band" (from `low` to the values), or "stage".
    """

    name: str
    values: Sequence[float | None]
    parts: Sequence[str] = ()
    tone: str = ""
    low: Sequence[float | None] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the table behind it. `kind`: "bar" (lying), "column", "stack", "steps", "line", "band", "flow", or
    "range" (from a low value to a high one, with a mark between and a line beside).

    `sentence` says what it shows, `unit` is a column kind. What only one kind of chart knows is in `more`.
    """

    key: str
    title: str
    sentence: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    table: Table
    unit: str = NUMBER
    wide: bool = True
    more: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure of the headline, with a note below it."""

    label: str
    value: Value
    kind: str = NUMBER
    note: str = ""
    part: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a click does to the draft of the process: its key (see `operations.proposing`) and the button's words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the next version of the process could say otherwise; `part` leads to the deals that speak for it."""

    sentence: str
    part: str
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says. The first sentence is the headline; `empty` says why there is nothing to show yet."""

    sentences: Sequence[str] = ()
    stats: Sequence[Stat] = ()
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    currency: str = ""
    empty: str = ""
    proposals: Sequence[Proposed] = ()

    @property
    def all_tables(self) -> list[Table]:
        """The tables behind the charts, then the others."""
        return [*(chart.table for chart in self.charts), *self.tables]

    def table(self, key: str) -> Table | None:
        """The table of that key."""
        return next((one for one in self.all_tables if one.key == key), None)

    def graph(self, key: str) -> Chart | None:
        """The chart of that key which the server draws: others are drawn, and saved as pictures, by the browser."""
        return next((one for one in self.charts if one.key == key and one.kind == "flow"), None)
