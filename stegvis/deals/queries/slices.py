"""The first rows of many groups in one query: a limited subselect for each group, joined by UNION ALL.

Each subselect walks its own index and stops, however many deals a group has. The queryset is compiled once and its
statement repeated, as compiling costs more than running. A parameter that stands for the group is exchanged.
"""

from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import QuerySet

from stegvis.core.scoping import UnscopedQuery, is_pinned

# Stands for a group's ids in the compiled statement; no id is negative.
STAGE, OWNER = -(2**62), -(2**62) - 1
LIMIT_OF_PARTS = 450  # SQLite takes 500 parts of a compound statement.


def first_of_slices(queryset: QuerySet, slices: Sequence[tuple[int, ...]], limit: int) -> list[tuple]:
    """The first `limit` rows of an ordered `values_list` queryset in each slice, in the order of slices.

    A slice is (stage,) or (stage, owner); the queryset is narrowed to them here.
    """
    if not slices:
        return []
    marks = dict(zip(("stage", "owner"), (STAGE, OWNER)[: len(slices[0])], strict=False))
    query = queryset.filter(**marks)[:limit].query
    compiler = query.get_compiler(connection=connection)
    part, params = _compiled(query)
    found: list[tuple] = []
    for start in range(0, len(slices), LIMIT_OF_PARTS):
        some = slices[start : start + LIMIT_OF_PARTS]
        statement = " UNION ALL ".join(f"SELECT * FROM ({part}) part{place}" for place in range(len(some)))
        found += _fetch(statement, [value for one in some for value in _exchanged(params, one)])
    compiler.setup_query()
    converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
    return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found


def grouped_slices(parts: Sequence[tuple[QuerySet, Collection[int]]], limit: int) -> list[tuple]:
    """Of the first `limit` rows of each stage: recent, stage, currency, how many, how many pass, the sum of these.

    `parts` are querysets with the columns recent, stage_id, currency, amount, passes (1 or 0), each with the stages to
    count it in.
    """
    statements, params = [], []
    for queryset, stages in parts:
        part, own = _compiled(queryset.filter(stage=STAGE)[:limit].query)
        for stage in stages:
            statements.append(f"SELECT * FROM ({part}) part{len(statements)}")
            params += _exchanged(own, (stage,))
    if not statements:
        return []
    union, kept = " UNION ALL ".join(statements), "recent, stage_id, currency"
    counts = "COUNT(*), SUM(passes), SUM(CASE passes WHEN 1 THEN amount END)"
    statement = f"SELECT {kept}, {counts} FROM ({union}) parts GROUP BY {kept}"
    return _fetch(statement, params)


def _compiled(query) -> tuple[str, tuple]:
    if not is_pinned(query):
        raise UnscopedQuery("Slices are of one workspace.")
    return query.get_compiler(connection=connection).as_sql()


def _exchanged(params: Sequence, ids: tuple[int, ...]) -> list:
    return [ids[0] if value == STAGE else ids[-1] if value == OWNER else value for value in params]


def _fetch(statement: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
