"""What each column of a file holds and how it writes it, told from its values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from .dates import date_parts, parse_moment, possible_orders
from .errors import BadValue
from .numbers import parse_number
from .tables import Cell
from .understanding import DATE_ORDERS, ColumnFormat, Note

_EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+|00|\(|0)[\d\s()./\u00a0-]{5,20}\d")
_CURRENCY = re.compile(r"[$€£¥]|(?:^|[\s\d])(?:kr|zł|SEK|NOK|DKK|EUR|USD|PLN|GBP)\b\.?", re.IGNORECASE)
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9_-]{6,}")
_CLOCK = re.compile(r"(.+?)(?:,? |T)\d{1,2}[:.]\d\d")
_YES_NO = frozenset(
    ("true", "false", "yes", "no", "ja", "nej", "nei", "tak", "nie", "prawda", "fałsz", "sant", "usant")
)
# Share of the filled cells that must fit: a few slips are the rows to reject, not the column.
_ENOUGH = 0.8


@dataclass
class _Seen:
    """What the values of one column have shown so far."""

    kinds: Counter[str] = field(default_factory=Counter)
    orders: Counter[frozenset[str]] = field(default_factory=Counter)
    iso: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    filled: int = 0


def guess_formats(
    columns: Mapping[str, Iterable[Cell]], *, separator: str | None = None
) -> tuple[dict[str, ColumnFormat], list[Note]]:
    """Tell the format of each column from its values; `separator` is the file's, a hint for decimal commas.

    A date column asks (`asks`) only when none of its values and no other column of the file decides its
    order. Notes: date_order_from_value is not needed, date_order_from (column, other), mixed_dates (column),
    ambiguous_dates (column), decimal_mark_assumed (column, mark).
    """
    seen = {header: _look(values) for header, values in columns.items()}
    formats = {header: _format(column) for header, column in seen.items()}
    notes: list[Note] = []
    _settle_dates(formats, seen, notes)
    _settle_marks(formats, seen, separator, notes)
    return formats, notes


def _look(values: Iterable[Cell]) -> _Seen:
    seen = _Seen()
    for value in values:
        if value != "":
            _note_value(seen, value)
    return seen


def _note_value(seen: _Seen, value: Cell) -> None:
    seen.filled += 1
    if not isinstance(value, str):
        seen.kinds[_native_kind(value)] += 1
        return
    text = value.strip()
    kind = _text_kind(text)
    seen.kinds[kind] += 1
    if kind in ("date", "moment"):
        _note_order(seen, text)
    elif kind in ("number", "money"):
        seen.marks[_mark(text)] += 1


def _native_kind(value: Cell) -> str:
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date):
        return "date"
    return "yes_no" if isinstance(value, bool) else "number"


@lru_cache(maxsize=1 << 14)
def _text_kind(text: str) -> str:
    """The kind of one value; the cheap and certain tests come first."""
    if _EMAIL.fullmatch(text):
        return "email"
    if _URL.fullmatch(text) or _DOMAIN.fullmatch(text):
        return "url"
    if text.lower() in _YES_NO:
        return "yes_no"
    if not any(sign.isdigit() for sign in text):
        return "text"
    return _kind_with_digits(text)


def _kind_with_digits(text: str) -> str:
    if not text.isdigit() and _is_date(text):
        return "moment" if _CLOCK.match(text) else "date"
    if re.fullmatch(r"\+\d[\d\s()-]{6,}|0\d[\d\s()/-]{5,}", text):
        return "phone"
    if _is_number(text):
        return "money" if _CURRENCY.search(text) else "number"
    if _PHONE.fullmatch(text):
        return "phone"
    return "id" if _ID.fullmatch(text) else "text"


def _is_date(text: str) -> bool:
    parts = date_parts(text.split(" ")[0]) or date_parts(text)
    if parts:
        return bool(possible_orders(parts))
    try:
        parse_moment(text, "ymd", None)  # type: ignore[arg-type]
    except BadValue:
        return False
    return True


def _is_number(text: str) -> bool:
    for mark in ".,":
        try:
            parse_number(text, mark)
        except BadValue:
            continue
        return True
    return False


def _note_order(seen: _Seen, text: str) -> None:
    """ISO dates and months in words are the same in every order and decide nothing."""
    clock = _CLOCK.match(text)
    parts = date_parts(clock.group(1) if clock else text)
    if parts is None or len(parts[0]) == 4:
        seen.iso += 1
        return
    seen.orders[possible_orders(parts)] += 1


def _mark(text: str) -> str:
    """The decimal mark that one number proves: ".", ",", "" for none, "?." or "?," when it may be either."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return ""
    mark, other = text[last], "," if text[last] == "." else "."
    figures = re.match(r"\d*", text[last + 1 :]).group()  # type: ignore[union-attr]
    if text.count(mark) > 1:
        return other
    if other in text:
        return mark
    return f"?{mark}" if len(figures) == 3 and re.search(r"[1-9]\d{0,2}$", text[:last]) else mark


def _format(seen: _Seen) -> ColumnFormat:
    if not seen.filled:
        return ColumnFormat("empty")
    kinds = seen.kinds
    dates, numbers = kinds["date"] + kinds["moment"], kinds["number"] + kinds["money"]
    if dates >= seen.filled * _ENOUGH:
        return ColumnFormat("moment" if kinds["moment"] else "date", date_order=_order(seen))
    if numbers >= seen.filled * _ENOUGH:
        return ColumnFormat("money" if kinds["money"] else "number", decimal_mark=_proved_mark(seen))
    if kinds["id"] and kinds["id"] + numbers >= seen.filled * _ENOUGH:
        return ColumnFormat("id")
    kind, times = kinds.most_common(1)[0]
    return ColumnFormat(kind if times >= seen.filled * _ENOUGH and kind != "id" else "text")


def _order(seen: _Seen) -> str | None:
    """The one order in which (nearly) all dates are possible, None when several are or none is."""
    if not seen.orders:
        return "ymd"
    left = _orders_left(seen)
    return next(iter(left)) if len(left) == 1 else None


def _orders_left(seen: _Seen) -> set[str]:
    """A date that fits no other order may be a slip when fewer than one in a hundred is like it."""
    total = seen.orders.total()
    misfits = {order: sum(n for orders, n in seen.orders.items() if order not in orders) for order in DATE_ORDERS}
    clean = {order for order, bad in misfits.items() if not bad}
    return clean or {order for order, bad in misfits.items() if bad * 100 < total}


def _settle_dates(formats: dict[str, ColumnFormat], seen: Mapping[str, _Seen], notes: list[Note]) -> None:
    dated = [header for header, column in formats.items() if column.kind in ("date", "moment")]
    decided = {formats[header].date_order: header for header in dated if seen[header].orders}
    decided.pop(None, None)
    for header in dated:
        if formats[header].date_order is None:
            formats[header] = _answered(header, formats[header], seen[header], decided, notes)


def _answered(
    header: str, column: ColumnFormat, seen: _Seen, decided: Mapping[str | None, str], notes: list[Note]
) -> ColumnFormat:
    left = _orders_left(seen)
    if not left:
        notes.append(Note("mixed_dates", {"column": header}))
        return replace(column, asks=True)
    fitting = [order for order in decided if order in left]
    if len(decided) == 1 and fitting:
        notes.append(Note("date_order_from", {"column": header, "other": decided[fitting[0]], "order": fitting[0]}))
        return replace(column, date_order=fitting[0])
    notes.append(Note("ambiguous_dates", {"column": header}))
    return replace(column, asks=True)


def _proved_mark(seen: _Seen) -> str | None:
    """The mark most of the proving numbers use; None when no number proves one."""
    proved = Counter({mark: times for mark, times in seen.marks.items() if mark in (".", ",")})
    return proved.most_common(1)[0][0] if proved else None


def _settle_marks(
    formats: dict[str, ColumnFormat], seen: Mapping[str, _Seen], separator: str | None, notes: list[Note]
) -> None:
    """Columns that prove no mark take the file's; "1,234" alone is noted, for it may mean two things."""
    usual = file_mark(formats.values(), separator)
    for header, column in formats.items():
        if column.kind not in ("number", "money") or column.decimal_mark:
            continue
        doubtful = {mark for mark in seen[header].marks if mark.startswith("?")}
        formats[header] = replace(column, decimal_mark=usual)
        if doubtful:
            notes.append(Note("decimal_mark_assumed", {"column": header, "mark": usual}))


def file_mark(formats: Iterable[ColumnFormat], separator: str | None) -> str:
    """The decimal mark most columns prove; without proof a comma where the separator is a semicolon."""
    marks = Counter(column.decimal_mark for column in formats if column.decimal_mark)
    if marks:
        return marks.most_common(1)[0][0]
    return "," if separator == ";" else "."


def undecided(formats: Mapping[str, ColumnFormat]) -> Sequence[str]:
    """Headers of the columns that further values might still decide."""
    return [header for header, column in formats.items() if column.asks]


def settles(value: Cell) -> bool:
    """Whether one value is a date written in figures that leaves a single order."""
    if not isinstance(value, str):
        return False
    clock = _CLOCK.match(value)
    parts = date_parts(clock.group(1) if clock else value)
    return parts is not None and len(parts[0]) < 3 and len(possible_orders(parts)) == 1
