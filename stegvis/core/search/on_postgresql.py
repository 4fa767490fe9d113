"""The index on PostgreSQL: trigrams of pg_trgm, which come in no order.

So what many rows hold is looked for by walking the newest rows, what few hold by trigrams; a look at some of the newest
and of the oldest rows tells which it is.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

from stegvis.core.cursors import prepared_cursor
from stegvis.core.search.rows import RECORD_BITS
from stegvis.core.search.texts import Asked

if TYPE_CHECKING:
    from stegvis.core.search.finding import Slice

Rows = list[tuple[int, int, str]]
SAMPLE, MANY = 300, 5  # so many of the sample's rows, and walking is faster than sorting
FARTHEST = 20_000
NEWEST, OLDEST = "DESC", "ASC"
LAST = "\U0010ffff"

NAMED = (
    "SELECT r.part, r.record_id, r.name FROM core_searchrow r WHERE r.part = %s::integer AND r.name <> '' "
    'AND r.name COLLATE "C" >= %s AND r.name COLLATE "C" < %s AND {visible} ORDER BY r.name COLLATE "C" LIMIT {limit}'
)
WALK = (
    "SELECT r.part, r.record_id, r.name FROM (SELECT * FROM core_searchrow WHERE id > %s AND id < %s "
    "ORDER BY id {order} LIMIT {farthest}) r WHERE {condition} AND {visible} LIMIT {limit}"
)
# Sorted by a sum, as the index of ids would be walked from end to end for what few rows hold.
TRIGRAMS = (
    "SELECT r.part, r.record_id, r.name FROM (SELECT *, r.id + 0 AS newest FROM core_searchrow r "
    "WHERE r.part = %s::integer AND {condition} ORDER BY newest DESC OFFSET 0) r "
    "WHERE {visible} ORDER BY r.newest DESC LIMIT {limit}"
)


@contextmanager
def planned_once() -> Iterator[None]:
    """Around questions that PostgreSQL plans longer than it answers them: once for a connection, whatever is typed."""
    if connection.settings_dict["OPTIONS"].get("prepare_threshold") is None:
        yield  # a pooler that knows no prepared statements
    elif connection.in_atomic_block:
        _plan("force_generic_plan")
        yield
        _plan("auto")
    else:
        with transaction.atomic():
            _plan("force_generic_plan")
            yield


def _plan(mode: str) -> None:
    """Without workers: to start them takes longer than the question."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('plan_cache_mode', %s, true), set_config('max_parallel_workers_per_gather', '0', true)",
            [mode],
        )


def named(asked: Asked, slices: Iterable["Slice"], limit: int) -> Rows:
    """Rows whose name begins with all that was asked."""
    return run(
        (NAMED.format(visible=one.visible, limit=limit), (one.part, asked.text, asked.text + LAST, *one.values))
        for one in slices
    )


def matching(asked: Asked, slices: Iterable["Slice"]) -> Rows:
    """The newest rows whose text matches."""
    slices = list(slices)
    if not any(len(form) > 2 for words in asked.alternatives for forms in words for form in forms):
        return []
    sample = run(_walk(asked, one, SAMPLE, order) for one in slices for order in (NEWEST, OLDEST))
    hits = [row[0] for row in sample]
    return run(_walk(asked, one, FARTHEST) if hits.count(one.part) >= MANY else _trigrams(asked, one) for one in slices)


def _walk(asked: Asked, one: "Slice", farthest: int, order: str = NEWEST) -> tuple[str, tuple]:
    condition, fragments = holds(asked)
    values = (one.part << RECORD_BITS, (one.part + 1) << RECORD_BITS, *fragments, *one.values)
    limits = {"farthest": farthest, "limit": one.limit, "order": order}
    return WALK.format(condition=condition, visible=one.visible, **limits), values


def _trigrams(asked: Asked, one: "Slice") -> tuple[str, tuple]:
    condition, fragments = holds(asked)
    return TRIGRAMS.format(condition=condition, visible=one.visible, limit=one.limit), (
        *(one.part, *fragments),
        *one.values,
    )


def run(parts: Iterable[tuple[str, tuple]]) -> Rows:
    """All statements as one."""
    statements, values = zip(*parts, strict=True)
    with prepared_cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({one})" for one in statements), [value for few in values for value in few])
        return cursor.fetchall()


def holds(asked: Asked) -> tuple[str, list[str]]:
    """What a text has to hold, as SQL and its values."""
    values: list[str] = []
    ways = []
    for words in asked.alternatives:
        ways.append(" AND ".join(f"({' OR '.join('r.text LIKE %s' for _form in forms)})" for forms in words))
        values += [f"%{_plain(form)}%" for forms in words for form in forms]
    return f"({' OR '.join(f'({way})' for way in ways)})", values


def _plain(form: str) -> str:
    """Signs that mean something to LIKE, meaning themselves."""
    return form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
