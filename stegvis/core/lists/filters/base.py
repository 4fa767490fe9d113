"""What all filters have in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise


@dataclass
class InUse:
    """A filter as one address uses it: `value` is None when it is off, `unread` are parts nobody could understand.

    `typed` is what its form shows, `options` what it can choose from.
    """

    filter: "Filter"
    value: Any = None
    words: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    options: Sequence = ()
    unread: list[str] = field(default_factory=list)

    @property
    def on(self) -> bool:
        """Whether it narrows the list."""
        return self.value is not None

    def narrow(self, queryset: QuerySet, reader) -> QuerySet:
        """`queryset` with only what passes."""
        return self.filter.narrow(queryset, self.value, reader) if self.on else queryset


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list. `form` names the macro of its fields in ui/macros/lists.html.

    `extra` filters wait behind "Filter"; the others each have a chip that is always there.
    """

    key: str
    label: str | Promise
    extra: bool = field(default=False, kw_only=True)

    form = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its parameters in an address."""
        return (self.key,)

    def read(self, params: QueryDict, reader) -> InUse:
        """What `params` ask of this filter, for `reader`. Never raises: what cannot be understood is `unread`."""
        raise NotImplementedError

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        """The rows of `queryset` that pass `value`."""
        raise NotImplementedError
