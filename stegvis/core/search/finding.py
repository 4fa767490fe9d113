"""Asking the index: at most 200 rows that match, the newest of each kind, and only those the member may see."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from stegvis.core.search import on_postgresql, on_sqlite
from stegvis.core.search.kinds import Kind, Seer
from stegvis.core.search.rows import part_of
from stegvis.core.search.texts import Asked

CANDIDATES = 200
NAMED = 10  # of each kind: those whose names begin with what was asked, so that no newer ones hide them
KEPT = 2_000
_visible: dict[Hashable, tuple[str, tuple]] = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that matches. `name` is folded and empty where the kind has none."""

    kind: Kind
    record_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Where one kind is looked for: its part of the index, and the condition (SQL, values) of what may be seen."""

    part: int
    visible: str
    values: tuple[Any, ...]
    limit: int


def share(kinds: int) -> int:
    """How many of the newest rows of each of so many kinds are looked at."""
    return max(CANDIDATES // max(kinds, 1) - NAMED, NAMED)


def candidates(member: Seer, asked: Asked, kinds: Sequence[Kind]) -> list[Candidate]:
    """Rows of `kinds` that match, newest first within a kind."""
    if asked.is_empty or not kinds:
        return []
    limit = share(len(kinds))
    slices = {part_of(member.workspace_id, kind.number): _slice(member, kind, limit) for kind in kinds}
    engine = on_sqlite if connection.vendor == "sqlite" else on_postgresql
    with engine.planned_once():
        named, matching = engine.named(asked, slices.values(), NAMED), engine.matching(asked, slices.values())
    found = dict.fromkeys([*named, *matching])
    by_part = {part_of(member.workspace_id, kind.number): kind for kind in kinds}
    rows = sorted(found, key=lambda row: (row[0], -row[1]))
    return [Candidate(by_part[part], record, name) for part, record, name in rows]


def _slice(member: Seer, kind: Kind, limit: int) -> Slice:
    depends = kind.depends(member)
    visible = _written(member, kind) if depends is None else _kept(member, kind, depends)
    return Slice(part_of(member.workspace_id, kind.number), *visible, limit)


def _kept(member: Seer, kind: Kind, depends: Hashable) -> tuple[str, tuple]:
    key = (connection.vendor, kind.number, depends)
    if key not in _visible:
        if len(_visible) >= KEPT:
            _visible.clear()
        _visible[key] = _written(member, kind)
    return _visible[key]


def _written(member: Seer, kind: Kind) -> tuple[str, tuple]:
    """The record of row `r` has to be among those the member may see; asked one by one, never listed as a whole."""
    visible = kind.visible(member).order_by().filter(pk=RawSQL("r.record_id", ())).values("pk")
    sql, values = visible.query.sql_with_params()
    # Planned once for all words, PostgreSQL would list millions, were it not told to ask row by row.
    apart = " OFFSET 0" if connection.vendor == "postgresql" else ""
    return f"EXISTS ({sql}{apart})", tuple(values)
