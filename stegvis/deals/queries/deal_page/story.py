"""What happened to a deal, newest first: moves, evidence given and taken back, changes of facts.

Three streams, each in its own order and paged by its own key, are merged: the order of moves is their sequence, as
their times may be equal or unknown. A page costs the same however long the story is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from heapq import merge
from itertools import groupby, islice

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.timezone import localtime

from stegvis.core.written import Written
from stegvis.deals.models import Deal, Evidence, StageMove
from stegvis.deals.queries.deal_page.changed import label_of, value_of
from stegvis.workspaces.models import FieldChange
from stegvis.workspaces.own.changes import said_changes
from stegvis.workspaces.own.definitions import Definitions, is_own

PAGE = 20
KINDS = ("moves", "evidence", "facts")
START = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MOVE = (
    "sequence", "at", "recorded_at", "by__name", "automation", "from_stage__name", "to_stage__name", "to_stage__kind",
    "reason", "missing", "skipped", "evidence_unknown",
)  # fmt: skip
PROOF = ("when", "id", "what", "who", "robot", "criterion__text", "note", "link")
CHANGE = ("id", "at", "by__name", "automation", "field", "before", "after")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind this move, this tick (moment, id), this change. All zero: at the newest."""

    move: int = 0
    tick: int = 0
    tick_id: int = 0
    change: int = 0

    def __str__(self) -> str:
        return f"{self.move}.{self.tick}.{self.tick_id}.{self.change}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor written as `text`; the newest for anything else."""
        parts = text.split(".")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            return cls()
        return cls(*map(int, parts))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `kind` is move, given, taken or change; `at` is None where nobody knows when."""

    kind: str
    order: datetime
    at: datetime | None
    who: str
    key: tuple[int, ...]
    facts: dict = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What the changed fact is called."""
        return self.facts.get("label") or label_of(self.facts["field"])

    @property
    def before(self) -> str:
        """What the fact was, for the reader."""
        return value_of(self.facts["field"], self.facts["before"])

    @property
    def after(self) -> str:
        """What it became."""
        return value_of(self.facts["field"], self.facts["after"])


@dataclass(frozen=True)
class Story:
    """A page of entries, and the cursor of the next one, empty when these are the last."""

    entries: list[Entry]
    older: str = ""
    only: str = ""

    @property
    def days(self) -> list[tuple[date | None, list[Entry]]]:
        """The entries by the reader's day; None for those of which nobody knows the time."""
        grouped = groupby(self.entries, key=lambda entry: entry.at and localtime(entry.at).date())
        return [(day, list(entries)) for day, entries in grouped]


def read_story(
    deal: Deal, before: str = "", only: str = "", limit: int = PAGE, *, own: Definitions | None = None
) -> Story:
    """The newest `limit` entries behind the cursor `before`, of the kind `only` (one of KINDS) or of all.

    `own` are the workspace's own fields as the reader has them: what it may not see is left out.
    """
    cursor, only = Cursor.read(before), only if only in KINDS else ""
    streams: dict[str, Callable[[Deal, Cursor, int], Iterator[Entry]]] = {
        "moves": moves,
        "evidence": ticks,
        "facts": partial(changes, own=own),
    }
    chosen = [_steady(read(deal, cursor, limit + 1)) for kind, read in streams.items() if only in ("", kind)]
    entries = list(islice(merge(*chosen, key=lambda entry: entry.order, reverse=True), limit + 1))
    shown = entries[:limit]
    return Story(shown, str(_behind(cursor, shown)) if len(entries) > limit else "", only)


def moves(deal: Deal, cursor: Cursor, limit: int) -> Iterator[Entry]:
    """Moves, newest first. Unknown times are put where their neighbours are by `_steady`."""
    behind = {"behind": cursor.move} if cursor.move else {}
    for row in MOVES(limit, workspace=deal.workspace_id, deal=deal.pk, **behind):
        sequence, at, recorded, by, automation, *facts = row
        named = dict(zip(("from", "to", "to_kind", "reason", "missing", "skipped", "unproven"), facts, strict=True))
        yield Entry("move", at or recorded, at, by or automation, (sequence,), named)


def _moves(limit: int, workspace: int, deal: int, behind: int | None = None) -> QuerySet:
    found = StageMove.objects.filter(workspace=workspace, deal=deal)
    found = found.filter(sequence__lt=behind) if behind else found
    return found.order_by("-sequence").values_list(*MOVE)[:limit]


MOVES = Written(_moves)


def ticks(deal: Deal, cursor: Cursor, limit: int) -> Iterator[Entry]:
    """Evidence as it was given, and as it was taken back."""
    behind = {"until": START + cursor.tick * MICROSECOND, "behind": cursor.tick_id} if cursor.tick else {}
    rows = TICKS(limit, workspace=deal.workspace_id, deal=deal.pk, **behind)
    for when, pk, what, who, robot, text, note, link in rows:
        facts = {"text": text, "note": note, "link": link}
        yield Entry(what, when, when, who or robot, (_microseconds(when), pk), facts)


def _ticks(limit: int, workspace: int, deal: int, **behind) -> QuerySet:
    every = Evidence.with_deleted.filter(workspace=workspace, deal=deal)
    given = _tick(every, "given", F("at"), F("by__name"), F("automation"), **behind)
    gone = every.exclude(deletion=None)
    taken = _tick(gone, "taken", F("deletion__at"), F("deletion__by__name"), Value("", CharField()), **behind)
    return given.union(taken, all=True).order_by("-when", "-id")[:limit]


def _tick(
    rows: QuerySet, what: str, when: F, who: F, robot, until: datetime | None = None, behind: int = 0
) -> QuerySet:
    rows = rows.annotate(when=when, what=Value(what, CharField()), who=who, robot=robot)
    if until is not None:
        rows = rows.filter(Q(when__lt=until) | Q(when=until, pk__lt=behind))
    return rows.order_by().values_list(*PROOF)


TICKS = Written(_ticks)


def changes(deal: Deal, cursor: Cursor, limit: int, own: Definitions | None = None) -> Iterator[Entry]:
    """Changes of facts."""
    behind: dict = {"behind": cursor.change} if cursor.change else {}
    if own and own.hidden_names:
        behind["hidden"] = own.hidden_names
    for row in CHANGES(limit, workspace=deal.workspace_id, deal=deal.pk, **behind):
        pk, at, by, automation, name, before, after = row
        facts = {"field": name, "before": before, "after": after}
        if own and is_own(name):
            before, after = said_changes(own, name, (before, after))
            facts |= {"label": own.name_of(name), "before": before, "after": after}
        yield Entry("change", at, at, by or automation, (pk,), facts)


def _changes(limit: int, workspace: int, deal: int, behind: int | None = None, hidden=()) -> QuerySet:
    found = FieldChange.objects.filter(workspace=workspace, kind="deal", record_id=deal)
    found = found.filter(pk__lt=behind) if behind else found
    found = found.exclude(field__in=hidden) if hidden else found
    return found.order_by("-id").values_list(*CHANGE)[:limit]


CHANGES = Written(_changes)


def _steady(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of one stream, none placed later than the one before: a stream's own order goes before the clock."""
    last = None
    for entry in entries:
        if last is not None and (entry.at is None or entry.order > last):
            entry = replace(entry, order=last)
        last = entry.order
        yield entry


def _behind(cursor: Cursor, shown: list[Entry]) -> Cursor:
    """The cursor behind what was shown; a stream of which nothing was shown stays where it was."""
    for entry in shown:
        if entry.kind == "move":
            cursor = replace(cursor, move=entry.key[0])
        elif entry.kind == "change":
            cursor = replace(cursor, change=entry.key[0])
        else:
            cursor = replace(cursor, tick=entry.key[0], tick_id=entry.key[1])
    return cursor


def _microseconds(at: datetime) -> int:
    return (at - START) // MICROSECOND
