"""Moments as days of the reader's calendar, and the bounds of such days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from stegvis.insights.queries.columns.numbers import DAY, MISSING, SECOND, Column

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """A moment as columns hold it."""
    return (at - BEGINNING) // MICROSECOND


def local_days(moments: Column) -> Column:
    """The number of the day (as `date.toordinal` counts) on which each moment is in the current time zone.

    What is not known is on day MISSING.
    """
    known = moments[moments != MISSING]
    if not len(known):
        return np.full(len(moments), MISSING)
    first, last = (int(one) // DAY + FIRST for one in (known.min(), known.max()))
    low, high = max(first - 1, date.min.toordinal()), min(last + 1, date.max.toordinal())
    begins = np.array([begin_of(date.fromordinal(day)) for day in range(low, high + 1)])
    days = np.searchsorted(begins, moments, side="right") - 1 + low
    return np.where(moments == MISSING, MISSING, days)


def begin_of(day: date) -> int:
    """The first moment of a day in the current time zone; without the bounds that Python's moments have."""
    midnight = datetime.combine(day, time.min)
    offset = timezone.get_current_timezone().utcoffset(midnight) or timedelta(0)
    return (day.toordinal() - FIRST) * DAY - int(offset.total_seconds() * SECOND)


def in_bins(moments: Column, firsts: Sequence[date]) -> Column:
    """In which of the bins that begin on these days (in order) each moment is; -1 before the first."""
    return np.searchsorted(np.array([begin_of(day) for day in firsts]), moments, side="right") - 1


def months_between(moments: Column, months: int = 1) -> list[date]:
    """The first days of the months (quarters: `months=3`) in which these known moments are, and of all between."""
    if not len(moments):
        return []
    first, last = (date.fromordinal(int(local_days(np.array([one]))[0])) for one in (moments.min(), moments.max()))
    begin, end = (one.year * 12 + (one.month - 1) // months * months for one in (first, last))
    return [date(at // 12, at % 12 + 1, 1) for at in range(begin, end + 1, months)]
