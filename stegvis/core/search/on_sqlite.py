"""The index on SQLite: an FTS5 table of trigrams, walked from the newest row of a kind backwards."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.db import connection

from stegvis.core.search.rows import RECORD_BITS
from stegvis.core.search.texts import Asked

if TYPE_CHECKING:
    from stegvis.core.search.finding import Slice

Rows = list[tuple[int, int, str]]
FEW = 600  # rows are read sooner than their words are looked up
FARTHEST = 5_000  # matches that are looked at for one kind, where a member may see hardly any of them
GRAMS = 12
planned_once = nullcontext  # SQLite plans in no time


def named(asked: Asked, slices: Iterable["Slice"], limit: int) -> Rows:
    """Rows whose name begins with all that was asked."""
    statement = (
        "SELECT r.part, r.record_id, r.name FROM core_searchrow r WHERE r.part = %s AND r.name <> '' "
        "AND r.name >= %s AND r.name < %s AND {visible} ORDER BY r.name LIMIT %s"
    )
    return run(
        (statement.format(visible=one.visible), (one.part, asked.text, asked.text + "\U0010ffff", *one.values, limit))
        for one in slices
    )


def matching(asked: Asked, slices: Iterable["Slice"]) -> Rows:
    """The newest rows whose text matches."""
    match = expression(asked.alternatives)
    if not match:
        return []
    slices = list(slices)
    lead = expression([[min(words, key=commonness)] for words in asked.alternatives])
    few = holding_few(lead, slices) if lead and lead != match else set()
    condition, fragments = holds(asked)
    statement = (
        "SELECT r.part, r.record_id, r.name FROM (SELECT rowid AS id FROM core_search_trigrams "
        "WHERE core_search_trigrams MATCH %s AND rowid > %s AND rowid < %s ORDER BY rowid DESC LIMIT %s) t "
        "CROSS JOIN core_searchrow r ON r.id = t.id WHERE {condition} AND {visible} LIMIT %s"
    )
    return run(
        (
            statement.format(condition=condition, visible=one.visible),
            (
                *(lead if one.part in few else match, *bounds(one.part), FARTHEST),
                *(*fragments, *one.values, one.limit),
            ),
        )
        for one in slices
    )


def holding_few(match: str, slices: Iterable["Slice"]) -> set[int]:
    """The parts in which few rows match: to read those takes less time than to look each up in lists of millions."""
    statement = (
        "SELECT %s, count(*) FROM (SELECT 1 FROM core_search_trigrams "
        "WHERE core_search_trigrams MATCH %s AND rowid > %s AND rowid < %s LIMIT %s)"
    )
    counts = run((statement, (one.part, match, *bounds(one.part), FEW)) for one in slices)
    return {part for part, number, *_ in counts if number < FEW}


def bounds(part: int) -> tuple[int, int]:
    """Between which ids the rows of a part stand."""
    return part << RECORD_BITS, (part + 1) << RECORD_BITS


def run(parts: Iterable[tuple[str, tuple]]) -> list:
    """All statements as one."""
    statements, values = zip(*parts, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT * FROM ({one})" for one in statements),
            [value for few in values for value in few],
        )
        return cursor.fetchall()


def expression(alternatives: Iterable[Sequence[tuple[str, ...]]]) -> str:
    """What FTS5 is asked: the trigrams of what has to be there. Empty where nothing has three letters."""
    ways = []
    for words in alternatives:
        needed = [f"({any_of})" for forms in words if (any_of := _any(forms))]
        if not needed:
            return ""
        ways.append(f"({' AND '.join(needed)})")
    return " OR ".join(ways)


def _any(forms: tuple[str, ...]) -> str:
    """One of the forms; nothing when one of them is too short to be asked for."""
    return " OR ".join(_all(form) for form in forms) if all(len(form) > 2 for form in forms) else ""


def _all(form: str) -> str:
    grams = dict.fromkeys(form[start : start + 3] for start in range(len(form) - 2))
    quoted = [f'"{gram.replace(chr(34), chr(34) * 2)}"' for gram in list(grams)[:GRAMS]]
    return f"({' AND '.join(quoted)})"


def commonness(forms: tuple[str, ...]) -> tuple[int, int]:
    """The smaller, the fewer texts hold one of the forms, as far as one can tell by looking: digits are rarer."""
    return -min(sum(letter.isdigit() for letter in form) for form in forms), -min(len(form) for form in forms)


def holds(asked: Asked) -> tuple[str, list[str]]:
    """The same in SQL over the texts: trigrams alone may stand in another order."""
    values: list[str] = []
    ways = []
    for words in asked.alternatives:
        ways.append(" AND ".join(f"({' OR '.join('instr(r.text, %s) > 0' for _form in forms)})" for forms in words))
        values += [form for forms in words for form in forms]
    return f"({' OR '.join(f'({way})' for way in ways)})", values
