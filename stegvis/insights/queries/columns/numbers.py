"""Rows of whole numbers, read into one array without an object for each row."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, FloatField, Func, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Round

Column = npt.NDArray[Any]
# What stands for nothing where 0 is a value: far below any moment and any amount.
MISSING = -(2**62)
SECOND = 1_000_000
DAY = 86_400 * SECOND
# PostgreSQL's binary copies: a signature before the rows, an end after them, a length before each value.
HEAD, TAIL = 19, 2


class Moment(Func):
    """A moment as microseconds since the beginning of 1970."""

    output_field = BigIntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        """Of the text: seconds are cut, not rounded, and what follows them is added."""
        seconds = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER) * 1000000"
        rest = "CAST(substr(substr(%(expressions)s, 21) || '000000', 1, 6) AS INTEGER)"
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({seconds} + {rest})" % {"expressions": sql}, (*params, *params)

    def as_postgresql(self, compiler, connection, **context):
        """By the seconds since 1970, which have six places."""
        template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)"
        return self.as_sql(compiler, connection, template=template, **context)


def whole(expression, missing: int = 0) -> Coalesce:
    """An expression as a whole number; `missing` where there is none."""
    return Coalesce(_Whole(expression), Value(missing), output_field=BigIntegerField())


class _Whole(Cast):
    """A cast where it is needed: SQLite's numbers are whole already, and each cast would cost a step for each row."""

    def __init__(self, expression) -> None:
        super().__init__(expression, BigIntegerField())

    def as_sqlite(self, compiler, connection, **context):
        """Numbers that were rounded are not."""
        if isinstance(self.source_expressions[0], Round):
            return super().as_sqlite(compiler, connection, **context)
        return compiler.compile(self.source_expressions[0])


def cents(column: str) -> Round:
    """An amount in hundredths, nothing for none."""
    return Round(ExpressionWrapper(F(column) * Value(100.0), output_field=FloatField()))


def numbered(column: str, values: Sequence[Any], other: int | None = None) -> Case:
    """The place of a column's value among `values`, `other` (their number) for another."""
    cases = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    default = Value(len(values) if other is None else other)
    return Case(*cases, default=default, output_field=BigIntegerField())


def read_numbers(rows: QuerySet, *expressions) -> list[Column]:
    """A column for each of `expressions`, which are whole numbers and never nothing (see `whole`)."""
    asked = rows.values_list(*(_Whole(one) for one in expressions))
    try:
        sql, params = asked.query.get_compiler(connection.alias).as_sql()
    except EmptyResultSet:
        return [np.empty(0, np.int64) for _one in expressions]
    read = _copied if connection.vendor == "postgresql" else _fetched
    return read(sql, params, len(expressions))


def _fetched(sql: str, params: Sequence, width: int) -> list[Column]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        # Past the wrapper, which would take a turn of its own for each row.
        flat = np.fromiter(chain.from_iterable(cursor.cursor), np.int64)
    return [np.ascontiguousarray(one) for one in flat.reshape(-1, width).T]


def _copied(sql: str, params: Sequence, width: int) -> list[Column]:
    row = [("fields", ">i2")]
    for place in range(width):
        row += [(f"length{place}", ">i4"), (f"value{place}", ">i8")]
    copying = f"COPY ({sql}) TO STDOUT (FORMAT BINARY)"
    # The driver's own cursor: the wrapper that Django puts around it in tests and for debugging takes no values.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(copying, params) as copy:
        # Not joined: that would keep an object for each row until the last one.
        body = bytearray()
        for piece in copy:
            body += piece
    table = np.frombuffer(body, np.dtype(row), offset=HEAD, count=(len(body) - HEAD - TAIL) // np.dtype(row).itemsize)
    return [table[f"value{place}"].astype(np.int64) for place in range(width)]
