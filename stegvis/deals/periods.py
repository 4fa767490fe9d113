"""The quarter in which we are, as the reader counts days."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def quarter_start(day: date | None = None) -> date:
    """The first day of the quarter of `day` (today)."""
    day = day or timezone.localdate()
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_quarter(day: date | None = None) -> date:
    """The first day of the quarter after that of `day` (today)."""
    start = quarter_start(day)
    return start.replace(year=start.year + (start.month + 2) // 12, month=(start.month + 2) % 12 + 1)


def next_month(day: date, ahead: int = 1) -> date:
    """The first day of the month so many months after that of `day`."""
    count = day.year * 12 + day.month - 1 + ahead
    return date(count // 12, count % 12 + 1, 1)


def begin_of(day: date) -> datetime:
    """The moment at which `day` begins for the reader."""
    return timezone.make_aware(datetime.combine(day, time.min))


def begin_of_utc(day: date) -> datetime:
    """The moment at which `day` begins in UTC, which is how tallies count months."""
    return datetime.combine(day, time.min, UTC)
