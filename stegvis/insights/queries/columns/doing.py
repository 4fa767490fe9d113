"""What was done on deals, by week or month: the same figures as the database's, which would ask Python for each day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
from django.db.models import BigIntegerField, Case, QuerySet, Value, When

from stegvis.insights.queries.columns.days import local_days
from stegvis.insights.queries.columns.grouping import grouped, numbered_by
from stegvis.insights.queries.columns.numbers import Column, Moment, numbered, read_numbers, whole
from stegvis.timeline.models import EntryKind

WEEK = 7
STRETCH = timedelta(days=31)


def in_stretches(entries: QuerySet) -> Iterator[QuerySet]:
    """The entries, a month at a time: a workspace has millions."""
    times = entries.values_list("at", flat=True)
    at, last = times.order_by("at").first(), times.order_by("-at").first()
    while at is not None and at <= last:
        yield entries.filter(at__gte=at, at__lt=at + STRETCH)
        at += STRETCH


def rows_by_bin(entries: QuerySet, kinds: Sequence[str], *, weekly: bool) -> Iterator[tuple]:
    """First day of the week or month, kind, who did it, how many, and how many calls reached somebody."""
    reached = Case(
        When(kind=EntryKind.CALL, contact=True, then=Value(1)), default=Value(0), output_field=BigIntegerField()
    )
    facts = (whole(Moment("at")), numbered("kind", kinds), whole("entry__by"), reached)
    at, kind, by, calls = read_numbers(entries, *facts)
    days, places = numbered_by(local_days(at))
    firsts, bins = numbered_by(_first_days(days, weekly=weekly))
    people, who = numbered_by(by)
    for (begin, one, person), count, reaching in grouped((bins[places], kind, who), calls):
        yield date.fromordinal(int(firsts[begin])), kinds[one], int(people[person]) or None, count, reaching


def _first_days(days: Column, *, weekly: bool) -> Column:
    """The first day of the week (Monday) or month of each day."""
    if weekly:
        # Day 1 of the calendar is a Monday.
        return days - (days - 1) % WEEK
    return np.array([date.fromordinal(int(day)).replace(day=1).toordinal() for day in days], np.int64)
