"""Filters that choose among known things: owners, tags, kinds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stegvis.core.lists.filters.base import Filter, InUse

NONE = "none"


@dataclass(frozen=True)
class Option:
    """One thing to choose: as the address writes it, and as people say it."""

    value: str
    words: str | Promise


@dataclass(frozen=True)
class Choices(Filter):
    """Rows whose `lookup` (a field, a relation or one to many) is among the chosen ones: `owner=3&owner=5`.

    `choose(reader)` gives the options; with `none` ("No owner") there is also one for rows that have none. Where a
    lookup is not enough, `by(queryset, values, reader)` narrows.
    """

    choose: Callable[[Any], Iterable[Option]] = field(kw_only=True)
    lookup: str = field(default="", kw_only=True)
    none: str | Promise = field(default="", kw_only=True)
    by: Callable[[QuerySet, Sequence[str], Any], QuerySet] | None = field(default=None, kw_only=True)

    form = "choices"

    def read(self, params: QueryDict, reader) -> InUse:
        options = [*self.choose(reader), *([Option(NONE, self.none)] if self.none else [])]
        known = {option.value: option for option in options}
        asked = list(dict.fromkeys(value for value in params.getlist(self.key) if value))
        value = [one for one in asked if one in known]
        words = ", ".join(str(known[one].words) for one in value)
        return InUse(self, value or None, words, options=options, unread=[one for one in asked if one not in known])

    def narrow(self, queryset: QuerySet, value: Sequence[str], reader) -> QuerySet:
        if self.by:
            return self.by(queryset, value, reader)
        named = [one for one in value if one != NONE]
        wanted = self._among(queryset, named)
        return queryset.filter(wanted | self._without(queryset) if NONE in value else wanted)

    def _among(self, queryset: QuerySet, named: Sequence[str]) -> Q:
        relation = queryset.model._meta.get_field(self.lookup)
        if not relation.many_to_many:
            return Q(**{f"{self.lookup}__in": named})
        own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        through = relation.remote_field.through.objects.filter(**{f"{other}__in": named})
        return Q(pk__in=through.values(own))

    def _without(self, queryset: QuerySet) -> Q:
        relation = queryset.model._meta.get_field(self.lookup)
        return Q(**{self.lookup: ""}) if not relation.is_relation else Q(**{f"{self.lookup}__isnull": True})


@dataclass(frozen=True)
class YesNo(Filter):
    """Rows for which something is so, or is not: `by(queryset, wanted, reader)` narrows."""

    by: Callable[[QuerySet, bool, Any], QuerySet] = field(kw_only=True)

    form = "choices"

    def read(self, params: QueryDict, reader) -> InUse:
        options = [Option("yes", _("Yes")), Option("no", _("No"))]
        asked = [value for value in params.getlist(self.key) if value]
        known = [value for value in asked if value in ("yes", "no")]
        value = known[:1] if len(set(known)) == 1 else None
        words = str(next(option.words for option in options if [option.value] == value)) if value else ""
        return InUse(self, value, words, options=options, unread=[one for one in asked if one not in ("yes", "no")])

    def narrow(self, queryset: QuerySet, value: Sequence[str], reader) -> QuerySet:
        return self.by(queryset, value == ["yes"], reader)
