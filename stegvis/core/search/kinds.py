"""What can be found. An app registers each kind of its things from `AppConfig.ready`, in the order they are shown."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from stegvis.core.search.rows import KINDS
from stegvis.core.search.watching import Watch, watch


@dataclass(frozen=True, slots=True)
class Document:
    """The texts by which one record is found. `name` is what it is called, and counts more; empty for what has none."""

    workspace_id: int
    record_id: int
    name: str
    texts: Iterable[str]


@dataclass(frozen=True, slots=True)
class Found:
    """One result as it is shown: its words, what tells it from others, and where it leads."""

    title: str
    detail: str
    url: str


class Seer(Protocol):
    """Who searches: a member."""

    pk: int
    workspace_id: int
    workspace: Any


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    `number` (1 to 15) is kept in the index and never changes. `documents(ids)` are the texts of those records that are
    to be found, `ids(workspace_id)` all records' ids; `visible(member)` is the set of records the member may see, asked
    at each search, and `depends(member)` all that this depends on, or None where it cannot be said in few words: for
    the same, the SQL is written once. `show(member, ids)` makes results. `weight` puts kinds in order where nothing
    else does.
    """

    key: str
    number: int
    label: str | Promise
    icon: str
    documents: Callable[[list[int]], Iterable[Document]]
    ids: Callable[[int], Iterable[int]]
    visible: Callable[[Any], QuerySet]
    show: Callable[[Any, list[int]], dict[int, Found]]
    watches: tuple[Watch, ...]
    depends: Callable[[Any], Hashable | None] = lambda member: None
    weight: int = 0


_kinds: dict[int, Kind] = {}


def register(kind: Kind) -> None:
    """Make things of this kind findable. Raises ValueError for a number that is taken or too large."""
    if not 0 < kind.number < KINDS or _kinds.get(kind.number, kind).key != kind.key:
        raise ValueError(f"{kind.key}: the number {kind.number} is not free.")
    _kinds[kind.number] = kind
    for one in kind.watches:
        watch(kind.number, one)


def kinds() -> list[Kind]:
    """All kinds, in the order of their registration."""
    return list(_kinds.values())


def kind_numbered(number: int) -> Kind | None:
    """The kind with that number; None for one that no app knows any more."""
    return _kinds.get(number)
