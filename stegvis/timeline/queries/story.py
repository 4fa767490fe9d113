"""What happened with a record, newest first, a page at a time.

Several streams, each in its own order and paged by its own key, are merged. A page costs the same however long the
story is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import groupby, islice

from django.utils.timezone import localtime

PAGE = 20
START = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LONGEST_CURSOR = 300
# In a cursor, beside the streams: when the last one shown happened.
AT = "at"
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `at` is None where nobody knows when; `key` is its place in its stream."""

    kind: str
    order: datetime
    at: datetime | None
    who: str
    key: Key
    facts: dict = field(default_factory=dict)
    stream: str = ""


Stream = Callable[[Key, int], Iterable[Happening]]


@dataclass(frozen=True)
class Story:
    """A page of happenings, and the cursor of the next one, empty when these are the last. `pinned` stay on top."""

    entries: list
    older: str = ""
    only: str = ""
    pinned: list = field(default_factory=list)

    @property
    def days(self) -> list[tuple[date | None, list]]:
        """The entries by the reader's day; None for those of which nobody knows the time."""
        grouped = groupby(self.entries, key=lambda entry: entry.at and localtime(entry.at).date())
        return [(day, list(entries)) for day, entries in grouped]


def tell(streams: Mapping[str, Stream], before: str = "", only: str = "", limit: int = PAGE) -> Story:
    """The newest `limit` happenings of `streams` behind the cursor `before`. `only` is kept for the next page."""
    cursor = read_cursor(before, [*streams, AT])
    last = moment_of(cursor[AT][0]) if AT in cursor else None
    chosen = [
        _steady(name, read(cursor.get(name, ()), limit + 1), last if name in cursor else None)
        for name, read in streams.items()
    ]
    entries = list(islice(merge(*chosen, key=lambda entry: entry.order, reverse=True), limit + 1))
    shown = entries[:limit]
    if len(entries) <= limit:
        return Story(shown, "", only)
    behind = cursor | {entry.stream: entry.key for entry in shown} | {AT: (tick_of(shown[-1].order),)}
    return Story(shown, write_cursor(behind), only)


def write_cursor(cursor: Mapping[str, Key]) -> str:
    """Where each stream stands, as one word of an address: "moves-4.entries-1764489600000000-17"."""
    return ".".join("-".join([name, *map(str, key)]) for name, key in sorted(cursor.items()))


def read_cursor(text: str, streams: Iterable[str]) -> dict[str, Key]:
    """The cursor written as `text`; what is none begins at the newest."""
    found: dict[str, Key] = {}
    for part in text[:LONGEST_CURSOR].split("."):
        name, *key = part.split("-")
        if name in streams and key and all(_is_number(one) for one in key):
            found[name] = tuple(map(int, key))
    return found


def tick_of(at: datetime) -> int:
    """A moment as a whole number that keeps its order."""
    return (at - START) // MICROSECOND


def moment_of(tick: int) -> datetime:
    """The moment of a tick; one that lies in no calendar is the last there is."""
    try:
        return START + tick * MICROSECOND
    except OverflowError:
        return datetime(9999, 12, 31, tzinfo=UTC)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _steady(stream: str, entries: Iterable[Happening], above: datetime | None) -> Iterator[Happening]:
    """The entries of one stream, none placed later than the one before: a stream's own order goes before the clock.

    Those of an unknown time stand with the one above them; at the top with the next one whose time is known, since
    nobody knows whether what others say happened before or after it. `above` is the time of the page before, for a
    stream that has been shown there.
    """
    found = list(entries)
    last = above or next((entry.order for entry in found if entry.at is not None), START)
    for entry in found:
        last = last if entry.at is None else min(entry.order, last)
        yield replace(entry, order=last, stream=stream)
