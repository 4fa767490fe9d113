"""Stays and whole sales as lengths in days: the same figures as row by row."""

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
from django.db.models import Case, QuerySet

from stegvis.insights.asked import Asked
from stegvis.insights.queries.columns.cohorts import begun_stays
from stegvis.insights.queries.columns.days import local_days, micros
from stegvis.insights.queries.columns.grouping import grouped, numbered_by
from stegvis.insights.queries.columns.numbers import DAY, MISSING, Moment, read_numbers, whole


def rows_by_length(asked: Asked, now: datetime) -> Iterator[tuple[int, int, bool, int]]:
    """Stage, whole days, whether it is over, and how many stays that is; without those that ended nobody knows when."""
    stays = begun_stays(asked)
    stays = stays.where((stays.left != MISSING) | (stays.onward == 0))
    over = stays.left != MISSING
    days = np.maximum(0, (np.where(over, stays.left, micros(now)) - stays.entered) // DAY)
    (stages, stage_at), (lengths, length_at) = numbered_by(stays.stage), numbered_by(days)
    for (stage, length, ended), count, _nothing in grouped((stage_at, length_at, over.astype(np.int64)), days):
        yield int(stages[stage]), int(lengths[length]), bool(ended), count


def lengths_of_sales(deals: QuerySet, side: Case) -> Iterator[tuple[int, int]]:
    """A number that `side` says, and the days of the calendar from `begun` to the win, of each of `deals`."""
    sides, begun, closed = read_numbers(deals, side, whole(Moment("begun")), whole(Moment("closed_at")))
    return zip(sides.tolist(), np.maximum(0, local_days(closed) - local_days(begun)).tolist(), strict=True)


def rows_of_cycles(deals: QuerySet) -> Iterator[tuple[date, int]]:
    """The first day of the month of the win, and the days of the calendar from `begun` to it, of each of `deals`."""
    begun, closed = read_numbers(deals, whole(Moment("begun")), whole(Moment("closed_at")))
    first, last = local_days(begun), local_days(closed)
    days = np.maximum(0, last - first)
    firsts, places = numbered_by(last)
    months = [date.fromordinal(int(one)).replace(day=1) for one in firsts]
    for place, length in zip(places.tolist(), days.tolist(), strict=True):
        yield months[place], length
