"""Dates and moments out of text, fast enough for millions."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from .errors import BadValue
from .months import month_number

_PARTS = re.compile(r"(\d{4}|\d{1,2})([./ -])\s?(\d{1,2})(?:\2|\. )\s?(\d{4}|\d{1,2})\.?")
_WORDED = re.compile(
    r"(?:\w+, )?(?:(\d{1,2})(?:\.|st|nd|rd|th)?[ .-]+([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,?)"
    r"[ .,-]+(\d{4}|\d{2})"
)
_TIME = re.compile(
    r"(?P<day>.+?)(?:,? +|T)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?))?"
)
_PLACES = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}
_EXCEL_START = date(1899, 12, 30)
# 1 March 1954 to 16 October 2119: what stands outside is a number, not a day.
_EXCEL_DAYS = range(19_784, 80_279)


def parse_date(text: object, order: str | None) -> date:
    """The date that `text` writes in `order` ("ymd", "dmy", "mdy"; None takes only what cannot be misread).

    ISO dates and months in words are understood in every order, numbers as Excel's days. Native dates
    pass through. Raises BadValue (empty, not_a_date, no_such_date, ambiguous_date).
    """
    if isinstance(text, str):
        return _date_of_text(text, order)
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    return _date_of_number(text)


@lru_cache(maxsize=1 << 15)
def _date_of_text(text: str, order: str | None) -> date:
    text = text.strip()
    if len(text) == 10 and text[4] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    match = _PARTS.fullmatch(text)
    return _from_parts(match, order, text) if match else _from_words_or_number(text)


def _from_parts(match: re.Match[str], order: str | None, text: str) -> date:
    numbers = (match[1], match[3], match[4])
    if len(match[1]) == 4:
        order = "ymd"
    elif len(match[4]) == 4 and order == "ymd":
        raise BadValue("no_such_date", text)
    if order is None:
        order = _only_order(numbers, text)
    year, month, day = (numbers[place] for place in _PLACES[order])
    if len(year) < 2:
        raise BadValue("not_a_date", text)
    return _day(_full_year(year), int(month), int(day), text)


def _only_order(numbers: tuple[str, ...], text: str) -> str:
    orders = possible_orders(numbers)
    if len(orders) != 1 and not _same_day(numbers, orders):
        raise BadValue("ambiguous_date" if orders else "no_such_date", text)
    return next(iter(orders))


def _same_day(numbers: tuple[str, ...], orders: frozenset[str]) -> bool:
    """Whether every order left gives the same day, as in 5/5/2017."""
    return bool(orders) and orders <= {"dmy", "mdy"} and numbers[0] == numbers[1]


def possible_orders(numbers: tuple[str, ...]) -> frozenset[str]:
    """The orders in which three written numbers can be a date."""
    return frozenset(order for order in _PLACES if _possible(numbers, order))


def date_parts(text: str) -> tuple[str, ...] | None:
    """The three numbers of a date written in figures, None for any other text."""
    match = _PARTS.fullmatch(text.strip())
    return (match[1], match[3], match[4]) if match else None


def _possible(numbers: tuple[str, ...], order: str) -> bool:
    year, month, day = (numbers[place] for place in _PLACES[order])
    four = [number for number in numbers if len(number) == 4]
    if (four and len(year) != 4) or len(month) > 2 or len(day) > 2 or len(year) < 2:
        return False
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _full_year(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 69 else 1900)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadValue("no_such_date", text) from error


def _from_words_or_number(text: str) -> date:
    if text.isdecimal() and text.isascii():
        return _date_of_digits(text)
    match = _WORDED.fullmatch(text)
    month = month_number(match[2] or match[3]) if match else None
    if not match or not month:
        raise BadValue("not_a_date" if text else "empty", text)
    return _day(_full_year(match[5]), month, int(match[1] or match[4]), text)


def _date_of_digits(text: str) -> date:
    if len(text) == 8:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    return _date_of_number(int(text))


def _date_of_number(number: object) -> date:
    if isinstance(number, bool) or not isinstance(number, (int, float)) or int(number) not in _EXCEL_DAYS:
        raise BadValue("not_a_date", number)
    return _EXCEL_START + timedelta(days=int(number))


def parse_moment(text: object, order: str | None, zone: tzinfo) -> datetime:
    """The aware moment that `text` writes; `zone` is used where it names none, a bare date is its midnight.

    Understands ISO 8601 with or without offset, "2016-12-31 15:05", "12/31/2016 3:05 PM" and numbers as
    Excel's days. Raises BadValue (empty, not_a_moment and those of parse_date).
    """
    if not isinstance(text, str):
        return _moment_of_native(text, zone)
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text) if text[4:5] == "-" else _moment_in_parts(text, order)
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        moment = _moment_in_parts(text, order)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _moment_of_native(value: object, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    day = parse_date(value, None)
    seconds = round(value % 1 * 86_400) if isinstance(value, float) else 0
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=seconds)


def _moment_in_parts(text: str, order: str | None) -> datetime:
    match = _TIME.fullmatch(text)
    if not match:
        day = parse_date(text, order)
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the caller knows the zone
    day = parse_date(match["day"], order)
    try:
        clock = time(_hour(match), int(match["minute"]), int(match["second"] or 0), _microseconds(match["part"]))
        return datetime.combine(day, clock, _zone(match["zone"]))
    except ValueError as error:
        raise BadValue("not_a_moment", text) from error


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match["hour"]), match["half"]
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "pP" else 0)


def _microseconds(part: str | None) -> int:
    return int((part or "0").ljust(6, "0")[:6])


def _zone(written: str | None) -> tzinfo | None:
    if not written:
        return None
    offset = "+00:00" if written in ("Z", "UTC", "GMT") else written
    return datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
