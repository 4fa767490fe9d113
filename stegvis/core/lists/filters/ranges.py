"""Filters from … to: figures and days."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, Overflow

from django.db.models import DateTimeField, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.lists.filters.base import Filter, InUse

# Before the point; more fits no column.
DIGITS = 15
BLANKS = str.maketrans("", "", " \u00a0\u202f'")


@dataclass(frozen=True)
class Range(Filter):
    """Rows whose `column` lies between two bounds, both included, either open: `value-from=10&value-to=500`."""

    column: str = field(kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.key}-from", f"{self.key}-to")

    def read(self, params: QueryDict, reader) -> InUse:
        typed = {name: params.get(name, "").strip() for name in self.names}
        bounds = [self.bound(typed[name]) for name in self.names]
        unread = [text for text, bound in zip(typed.values(), bounds, strict=True) if text and bound is None]
        if bounds == [None, None]:
            return InUse(self, unread=unread, typed=dict.fromkeys(self.names, ""))
        understood = {name: self.typed(bound) for name, bound in zip(self.names, bounds, strict=True)}
        return InUse(self, bounds, self.words(*bounds), understood, unread=unread)

    def words(self, low, high) -> str:
        """The range as its chip says it."""
        if high is None:
            return _("from %(low)s") % {"low": self.said(low)}
        if low is None:
            return _("up to %(high)s") % {"high": self.said(high)}
        return _("%(low)s to %(high)s") % {"low": self.said(low), "high": self.said(high)}

    def bound(self, text: str):
        """The bound that was typed, or None where it is none."""
        raise NotImplementedError

    def typed(self, bound) -> str:
        """A bound as its field shows it."""
        return "" if bound is None else str(bound)

    def said(self, bound) -> str:
        """A bound as people read it."""
        return str(bound)


@dataclass(frozen=True)
class Numbers(Range):
    """A range of figures, with point or comma; whole ones are rounded for whole columns by the comparison itself."""

    form = "numbers"

    def bound(self, text: str) -> Decimal | None:
        try:
            value = Decimal(text.translate(BLANKS).replace(",", "."))
            return value if value.is_finite() and value.adjusted() < DIGITS and value == round(value, 2) else None
        except (InvalidOperation, Overflow):
            return None

    def typed(self, bound) -> str:
        return "" if bound is None else f"{bound:f}"

    def said(self, bound) -> str:
        return f"{bound:f}"

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        low, high = value
        queryset = queryset if low is None else queryset.filter(**{f"{self.column}__gte": low})
        return queryset if high is None else queryset.filter(**{f"{self.column}__lte": high})


@dataclass(frozen=True)
class Days(Range):
    """A range of days, of a date or of moments in the reader's zone."""

    form = "days"

    def bound(self, text: str) -> datetime.date | None:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            return None
        return day if 1900 <= day.year < 9999 else None

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        low, high = value
        moments = isinstance(queryset.model._meta.get_field(self.column), DateTimeField)
        if low is not None:
            queryset = queryset.filter(**{f"{self.column}__gte": _begin(low) if moments else low})
        if high is not None and moments:
            return queryset.filter(**{f"{self.column}__lt": _begin(high + datetime.timedelta(days=1))})
        return queryset if high is None else queryset.filter(**{f"{self.column}__lte": high})


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
