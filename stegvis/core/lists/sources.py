"""Which records a list's address means, for whoever takes them out. Apps register the lists they have."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

Narrow = Callable[[Any, QueryDict], QuerySet]
_sources: dict[str, Narrow] = {}


def register(kind: str, narrow: Narrow) -> None:
    """`narrow(reader, params)` gives the records that a list of `kind` shows with these parameters, on all pages."""
    _sources[kind] = narrow


def narrowed(kind: str, reader: Any, params: QueryDict) -> QuerySet | None:
    """The records that `reader` sees on the list of `kind` at such an address; None where there is no such list."""
    narrow = _sources.get(kind)
    return narrow(reader, params) if narrow else None
