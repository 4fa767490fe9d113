"""Filters by words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import QueryDict

from stegvis.core.folding import fold
from stegvis.core.lists.filters.base import Filter, InUse

LONGEST = 200


@dataclass(frozen=True)
class Contains(Filter):
    """Rows whose text holds what was typed: `city=ludvika`. `lookup(text)` says where to look.

    With `folded` (a field that holds folded text) the case and accents of what was typed do not matter.
    """

    lookup: Callable[[str], Q] | None = field(default=None, kw_only=True)
    folded: str = field(default="", kw_only=True)

    form = "contains"

    def read(self, params: QueryDict, reader) -> InUse:
        asked = [" ".join(value.split()) for value in params.getlist(self.key) if value.strip()]
        clean = [value for value in asked if len(value) <= LONGEST and "\x00" not in value]
        value = clean[-1] if clean else None
        unread = [one for one in asked if one not in clean]
        return InUse(self, value, value or "", typed={self.key: value or ""}, unread=unread)

    def narrow(self, queryset: QuerySet, value: str, reader) -> QuerySet:
        if self.lookup:
            return queryset.filter(self.lookup(value))
        return queryset.filter(**{f"{self.folded}__contains": fold(value)})
