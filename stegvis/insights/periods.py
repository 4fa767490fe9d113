"""Periods that reports are about: days in the reader's zone, both ends included."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from babel.dates import format_date
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from stegvis.core.lists import Days, Option
from stegvis.core.lists.filters import InUse
from stegvis.deals.periods import next_month, next_quarter, quarter_start
from stegvis.ui.formats import date_long

YEAR, MONTH, QUARTER, NEXT_QUARTER = "12-months", "month", "quarter", "next-quarter"
LAST_QUARTER, THIS_YEAR, LAST_YEAR, ALL = "last-quarter", "year", "last-year", "all"
NAMES = {
    YEAR: gettext_lazy("Last 12 months"),
    MONTH: gettext_lazy("This month"),
    QUARTER: gettext_lazy("This quarter"),
    NEXT_QUARTER: gettext_lazy("Next quarter"),
    LAST_QUARTER: gettext_lazy("Last quarter"),
    THIS_YEAR: gettext_lazy("This year"),
    LAST_YEAR: gettext_lazy("Last year"),
    ALL: gettext_lazy("All time"),
}
# Before any deal, and a day that every database holds.
BEGIN = datetime.date(1900, 1, 1)
DAY = datetime.timedelta(days=1)


class Span(NamedTuple):
    """From a day to a day, both included."""

    start: datetime.date
    end: datetime.date


def span_of(name: str, today: datetime.date) -> Span:
    """The days that a named period means on `today`. Raises KeyError for an unknown name."""
    quarter, year = quarter_start(today), today.replace(month=1, day=1)
    return {
        YEAR: lambda: Span(_a_year_before(today) + DAY, today),
        QUARTER: lambda: Span(quarter, next_quarter(today) - DAY),
        MONTH: lambda: Span(today.replace(day=1), next_month(today) - DAY),
        NEXT_QUARTER: lambda: Span(next_quarter(today), next_quarter(next_quarter(today)) - DAY),
        LAST_QUARTER: lambda: Span(quarter_start(quarter - DAY), quarter - DAY),
        THIS_YEAR: lambda: Span(year, today.replace(month=12, day=31)),
        LAST_YEAR: lambda: Span((year - DAY).replace(month=1, day=1), year - DAY),
        ALL: lambda: Span(BEGIN, today),
    }[name]()


def _a_year_before(day: datetime.date) -> datetime.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def month_words(month: datetime.date) -> str:
    """A month in the reader's words: "Nov 2026"."""
    return format_date(month, "LLL yyyy", locale=get_language() or "en")


def said(span: Span) -> str:
    """A period as sentences name it."""
    if span.start == BEGIN:
        return _("until %(day)s") % {"day": date_long(span.end)}
    return _("%(first)s to %(last)s") % {"first": date_long(span.start), "last": date_long(span.end)}


@dataclass(frozen=True)
class Period(Days):
    """`?period=quarter`, or days: `?period-from=2026-01-01&period-to=2026-03-31`. Narrows nothing by itself."""

    form = "period"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.key, *super().names)

    def read(self, params: QueryDict, reader) -> InUse:
        """Days win over a name; the value is either."""
        bounds = Days(self.key, self.label, column=self.column).read(params, reader)
        named = params.get(self.key, "")
        options = [Option(name, words) for name, words in NAMES.items()]
        typed = {self.key: named, **bounds.typed}
        unread = [*bounds.unread, *([named] if named and named not in NAMES else [])]
        if bounds.value:
            return InUse(self, bounds.value, bounds.words, typed, options, unread)
        value = named if named in NAMES else None
        return InUse(self, value, str(NAMES[value]) if value else "", typed, options, unread)

    def narrow(self, queryset, value, reader):
        return queryset


def chosen_span(used: InUse, otherwise: str, today: datetime.date) -> Span:
    """The days that the filter in use means, `otherwise` where it is off. An open end is today, or the beginning."""
    if isinstance(used.value, list):
        low, high = used.value
        start, end = low or BEGIN, high or max(today, low or today)
        return Span(min(start, end), max(start, end))
    return span_of(used.value or otherwise, today)
