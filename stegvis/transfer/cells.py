"""From cells to facts: what one row says, by the mapping's columns. The inner loop of every import."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any

from stegvis.core.folding import fold
from stegvis.deals.models import Period
from stegvis.transfer.choices import WORDS, choice
from stegvis.transfer.countries import country_code, currency_code
from stegvis.transfer.fields import Field
from stegvis.transfer.reading import BadValue, Cell, as_text, parse_date, parse_moment, parse_number, parse_yes_no
from stegvis.transfer.times import read_clock, read_due, read_minutes

Parse = Callable[[Cell], Any]
_MOST = Decimal(10) ** 16
_WHOLE_MOST = 2_147_483_647
_PERIODS = {fold(word): period for period in Period for word in (period.value, *period.value.split())}


class RowRefused(Exception):
    """A row that cannot be taken: why (a code of `reasons`), and the column and value that are to blame."""

    def __init__(self, code: str, column: str = "", value: object = ""):
        super().__init__(code, column, value)
        # A header may be of any length; its beginning names it well enough.
        self.code, self.column, self.value = code, column[:300], as_text(value) if value is not None else ""  # type: ignore


class Facts:
    """Reads rows: `Facts(columns)(cells)` is a dict of what the row says, without the cells that say nothing.

    `columns` are (place, header, field, parse). Raises RowRefused for a cell that does not fit its field.
    """

    def __init__(self, columns: Sequence[tuple[int, str, Field, Parse]]):
        self.columns = [(place, header, field.key, parse, field.several) for place, header, field, parse in columns]
        self.headers = {field.key: header for _place, header, field, _parse in reversed(columns)}

    def __call__(self, cells: Sequence[Cell]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for place, header, key, parse, several in self.columns:
            cell = cells[place]
            if cell == "":
                continue
            try:
                value = parse(cell)
            except BadValue as error:
                if error.code == "empty":
                    continue
                raise RowRefused(error.code, header, cell) from error
            if several:
                facts.setdefault(key, []).extend(value)
            elif key not in facts and (value or value is False or value not in ("", None)):
                facts[key] = value
        return facts


class Remembered(dict[Cell, Any]):
    """What texts that come again were read as: days, amounts, currencies. To ask by `[cell]` calls no function."""

    MOST = 1 << 14

    def __init__(self, read: Parse, longest: int = 40):
        super().__init__()
        self.read, self.longest = read, longest

    def __missing__(self, cell: Cell) -> Any:
        found = self.read(cell)
        # Of texts alone: 1, 1.0 and True are the same key, and do not say the same.
        if isinstance(cell, str) and len(cell) <= self.longest:
            if len(self) >= self.MOST:
                self.clear()
            self[cell] = found
        return found


def parser(field: Field, *, zone: tzinfo, date_order: str | None, decimal_mark: str, factor: Decimal | None) -> Parse:
    """The function that turns a cell of a column into the value of `field`; it raises BadValue."""
    if field.holds == "moment":
        return _moments(date_order, zone)
    if field.holds == "date":
        return lambda cell: parse_date(cell, date_order)
    if field.holds == "due":
        return lambda cell: read_due(cell, date_order, zone)
    if field.holds in _LASTING:
        return partial(read_minutes, mark=decimal_mark, factor=(factor or 1) * _LASTING[field.holds])
    if field.holds in _NUMBERS:
        return _NUMBERS[field.holds](decimal_mark, factor)
    if field.holds == "text":
        return _texts(field.limit)
    if field.holds in ("words", "json"):  # lists, which are each row's own
        return _OTHERS[field.holds]
    return Remembered(_OTHERS[field.holds]).__getitem__


def _moments(order: str | None, zone: tzinfo) -> Parse:
    """Moments in UTC; a bare day is its midnight in `zone`."""

    def read(cell: Cell) -> datetime:
        try:
            return parse_moment(cell, order, zone).astimezone(UTC)
        except OverflowError as error:  # the first and the last day that there is
            raise BadValue("no_such_date", cell) from error

    return Remembered(read, longest=10).__getitem__


def _numbers(mark: str, factor: Decimal | None) -> Parse:
    def read(cell: Cell) -> Decimal:
        number = parse_number(cell, mark)
        if factor:
            number *= factor
        if not -_MOST < number < _MOST:
            raise BadValue("too_large", cell)
        return round(number, 2)

    return Remembered(read).__getitem__


def _quantities(mark: str, factor: Decimal | None) -> Parse:
    def read(cell: Cell) -> Decimal:
        number = round(parse_number(cell, mark), 3)
        if not 0 < number < 10**9:
            raise BadValue("not_a_quantity", cell)
        return number

    return read


def _wholes(mark: str, factor: Decimal | None) -> Parse:
    def read(cell: Cell) -> int:
        number = parse_number(cell, mark) * (factor or 1)
        if number < 0 or number > _WHOLE_MOST:
            raise BadValue("too_large", cell)
        return int(number)

    return read


def _sequences(mark: str, factor: Decimal | None) -> Parse:
    return lambda cell: parse_number(cell, mark)


def _texts(limit: int) -> Parse:
    def read(cell: Cell) -> str:
        text = (cell if isinstance(cell, str) else as_text(cell)).strip()
        if limit and len(text) > limit:
            raise BadValue("too_long", cell)
        return text.replace("\x00", "") if "\x00" in text else text

    return read


def _words(cell: Cell) -> list[str]:
    """Several values in a cell: with line ends between them, else `;`, else commas."""
    text = as_text(cell).replace("\x00", "")
    mark = next((mark for mark in "\n;" if mark in text), ",")
    return [word.strip() for word in text.split(mark) if word.strip()]


def _json(cell: Cell) -> list:
    try:
        found = json.loads(as_text(cell))
    except ValueError as error:
        raise BadValue("not_json", cell) from error
    if not isinstance(found, list):
        raise BadValue("not_json", cell)
    return found


def _currency(cell: Cell) -> str:
    return _known(currency_code(as_text(cell)), "unknown_currency", cell)


def _country(cell: Cell) -> str:
    return _known(country_code(as_text(cell)), "unknown_country", cell)


def _period(cell: Cell) -> str:
    return _known(_PERIODS.get(fold(as_text(cell))), "unknown_period", cell)


def _known(found: str | None, code: str, cell: Cell) -> str:
    if found is None:
        raise BadValue(code, cell)
    return found


_NUMBERS = {"number": _numbers, "quantity": _quantities, "whole": _wholes, "sequence": _sequences}
_LASTING = {"minutes": Decimal(1), "seconds": Decimal(1) / 60}
_OTHERS: dict[str, Parse] = {
    **{holds: partial(choice, holds) for holds in WORDS},
    "clock": read_clock,
    "words": _words,
    "json": _json,
    "yes_no": parse_yes_no,
    "currency": _currency,
    "country": _country,
    "period": _period,
}
