"""A year of targets as a sheet that people type into: each cell keeps what was typed, and its own error."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from stegvis.deals.amounts import read_amount
from stegvis.insights.queries.target_rows import Row
from stegvis.insights.targeting import LARGEST, VALUE, Goal, Plan, Whose, period_words, spread, starts_of
from stegvis.ui.formats import money, number
from stegvis.ui.locales import current

YEAR = "year"
LONGEST = 60


@dataclass
class Cell:
    """One place to type: `text` stands in it, `error` says what is wrong with that."""

    name: str
    text: str
    error: str = ""


@dataclass
class Line:
    """A row of the sheet: the cells of its periods, their sum in words, and the cell for a whole year's number."""

    row: Row
    cells: Sequence[Cell]
    whole: Cell
    sum: str = ""


@dataclass
class Sheet:
    """The targets `now` of `rows` in a year, and what `typed` says (a posted form, or nothing)."""

    plan: Plan
    year: int
    currency: str
    rows: Sequence[Row]
    now: Mapping[tuple[Whose, date], Goal]
    typed: Mapping[str, str] | None = None
    changes: dict[tuple[Whose, date], Decimal | None] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = starts_of(self.year, self.plan.length)
        self._seen = _seen(self.typed)
        self.lines = [self._line(row) for row in self.rows]

    @property
    def is_valid(self) -> bool:
        """Whether everything that was typed is understood."""
        return not any(cell.error for line in self.lines for cell in (*line.cells, line.whole))

    @property
    def heads(self) -> list[str]:
        """The columns in words."""
        return [period_words(start, self.plan.length) for start in self.starts]

    @property
    def wrong(self) -> int:
        """How many cells are not understood."""
        return sum(bool(cell.error) for line in self.lines for cell in (*line.cells, line.whole))

    @property
    def seen(self) -> str:
        """What stood in the cells when the page was made: a later answer is compared with it."""
        stood = {f"{row.whose.key}.{start:%m}": self._stands(row, start) for row in self.rows for start in self.starts}
        return json.dumps({name: text for name, text in stood.items() if text})

    def _line(self, row: Row) -> Line:
        cells = [self._cell(row, start) for start in self.starts]
        whole = self._whole(row)
        return Line(row, cells, whole, self._sum(row))

    def _cell(self, row: Row, start: date) -> Cell:
        name, stands = f"{row.whose.key}.{start:%m}", self._stands(row, start)
        if self.typed is None or name not in self.typed:
            return Cell(name, stands)
        text, was = _clean(self.typed[name]), self._seen.get(name, "")
        if text == was:
            return Cell(name, stands)
        if stands != was:
            return Cell(name, text, _meanwhile(stands or _("nothing")))
        return self._read(Cell(name, text), lambda amount: self.changes.update({(row.whose, start): amount}))

    def _whole(self, row: Row) -> Cell:
        """A year's number goes before what stands in the cells of the row, if nobody has changed them meanwhile."""
        name = f"{row.whose.key}.{YEAR}"
        text = _clean((self.typed or {}).get(name, ""))
        changed = self._changed(row) if text else []
        if changed:
            return Cell(name, text, _meanwhile(", ".join(changed)))

        def set_all(amount: Decimal | None) -> None:
            parts = spread(amount or Decimal(0), len(self.starts), whole=self.plan.measure != VALUE)
            self.changes.update({(row.whose, start): part for start, part in zip(self.starts, parts, strict=True)})

        return self._read(Cell(name, text), set_all) if text else Cell(name, "")

    def _changed(self, row: Row) -> list[str]:
        """The periods of a row that somebody else has set since the page was made, each with what stands there."""
        stands = {start: self._stands(row, start) for start in self.starts}
        return [
            f"{period_words(start, self.plan.length)} {text or _('nothing')}"
            for start, text in stands.items()
            if text != self._seen.get(f"{row.whose.key}.{start:%m}", "")
        ]

    def _read(self, cell: Cell, keep) -> Cell:
        amount, cell.error = self._amount(cell.text)
        if not cell.error:
            keep(amount)
        return cell

    def _amount(self, text: str) -> tuple[Decimal | None, str]:
        """What a text means (None: no target), or what is wrong with it."""
        if not text:
            return None, ""
        found = read_amount(text, self.currency, 2, current().point)
        if found is None:
            return None, _("This is not a number.")
        if found.currency not in ("", self.currency):
            return None, _("Targets are in %(currency)s.") % {"currency": self.currency}
        if self.plan.measure != VALUE and found.value != int(found.value):
            return None, _("Deals are counted in whole numbers.")
        if found.value > LARGEST[self.plan.measure]:
            return None, _("This is more than anybody sells.")
        return found.value, ""

    def _stands(self, row: Row, start: date) -> str:
        """What is set, with its currency where that is not today's."""
        goal = self.now.get((row.whose, start))
        if goal is None:
            return ""
        return _plain(goal.amount) if goal.currency in ("", self.currency) else f"{_plain(goal.amount)} {goal.currency}"

    def _sum(self, row: Row) -> str:
        """The sum of a row in words, of each currency by itself."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for start in self.starts:
            goal = self.now.get((row.whose, start))
            if goal is not None:
                sums[goal.currency] += goal.amount
        return " + ".join(money(amount, currency) if currency else number(amount) for currency, amount in sums.items())


def _plain(amount: Decimal) -> str:
    return number(amount.quantize(Decimal(1)) if amount == int(amount) else amount)


def _meanwhile(value: str) -> str:
    return _("Meanwhile this was set to %(value)s. Save again if yours is to count.") % {"value": value}


def _clean(text: str) -> str:
    return text.replace("\x00", "?").strip()[: LONGEST + 1]


def _seen(typed: Mapping[str, str] | None) -> dict[str, str]:
    """What the page said when somebody began to type; broken or forged ones count as a page without targets."""
    try:
        found = json.loads((typed or {}).get("seen", "") or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}
