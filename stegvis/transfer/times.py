"""Days with or without a time, times of day, and how long something took: out of cells."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from stegvis.timeline.facts import MOST_MINUTES
from stegvis.transfer.reading import BadValue, Cell, as_text, parse_date, parse_moment, parse_number

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?")
_YEARS = range(1970, 2200)


def read_due(cell: Cell, order: str | None, zone: tzinfo) -> date | datetime:
    """A day, or a moment in UTC where the cell names a time; midnight is how spreadsheets write a day."""
    if isinstance(cell, str):
        try:
            return _near(parse_date(cell, order), cell)
        except BadValue as error:
            if error.code != "not_a_date":
                raise
    at = parse_moment(cell, order, zone)
    _near(at, cell)
    local = at.astimezone(zone)
    return local.date() if local.time() == time.min else at.astimezone(UTC)


def _near(day: date, cell: Cell) -> date:
    """Nobody plans for other centuries, and no calendar shows them."""
    if day.year not in _YEARS:
        raise BadValue("too_far", cell)
    return day


def read_clock(cell: Cell) -> time:
    """A time of day: "14:30", "2:30 PM"."""
    if isinstance(cell, datetime):
        return cell.time().replace(tzinfo=None)
    match = _CLOCK.fullmatch(as_text(cell).strip())
    try:
        return time(_hour(match), int(match[2])) if match else _no_time(cell)
    except ValueError as error:
        raise BadValue("not_a_time", cell) from error


def _hour(match: re.Match[str]) -> int:
    hour = int(match[1])
    return hour % 12 + (12 if match[4] in "pP" else 0) if match[4] else hour


def _no_time(cell: Cell) -> time:
    raise BadValue("not_a_time", cell)


def read_minutes(cell: Cell, mark: str, factor: Decimal) -> int:
    """Whole minutes of "25", "0:25" or "00:25:30"; `factor` turns the unit of plain numbers into minutes."""
    clock = _CLOCK.fullmatch(as_text(cell).strip()) if isinstance(cell, str) and ":" in cell else None
    if clock and not clock[4]:
        minutes = Decimal(int(clock[1]) * 60 + int(clock[2])) + Decimal(clock[3] or 0) / 60
    else:
        minutes = parse_number(cell, mark) * factor
    if not 0 <= minutes <= MOST_MINUTES:
        raise BadValue("too_large", cell)
    return int(minutes.to_integral_value())
