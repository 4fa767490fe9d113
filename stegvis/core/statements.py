"""SQL that was written once: pieces between parameters, some of which are names of values to come."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in the pieces between its parameters; a parameter is a fixed value or the name of one."""

    pieces: list[str]
    params: list[tuple[str | None, Any]]
    converters: dict[int, tuple]
    width: int
    locks: bool = False

    @classmethod
    def of(cls, queryset: QuerySet, names: Mapping[Any, str]) -> "Statement":
        """The statement of a queryset in which marks stand for the values called `names`."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = named(compiler, names)
        converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
        width = compiler.col_count or len(compiler.select)
        return cls(sql.split("%s"), params, converters, width, queryset.query.select_for_update)

    def fetch(self, values: Mapping[str, Any]) -> list[tuple]:
        """Run it with `values`. One that locks raises TransactionManagementError outside a transaction."""
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("A written query that locks rows needs a transaction.")
        return self._fetched(*self._filled(values))

    def fetch_each(self, many: Iterable[Mapping[str, Any]]) -> list[tuple]:
        """The rows for each of `many` sets of values, one set after the other, by one query."""
        filled = [self._filled(values) for values in many]
        parts = (f"SELECT * FROM ({sql}) part{place}" for place, (sql, _params) in enumerate(filled))  # noqa: S608
        return self._fetched(" UNION ALL ".join(parts), [param for _sql, params in filled for param in params])

    def change(self, values: Mapping[str, Any]) -> int:
        """Run one that changes rows; how many it changed."""
        sql, params = self._filled(values)
        with prepared_cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount

    def _fetched(self, sql: str, params: Sequence) -> list[tuple]:
        with prepared_cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        return [self._converted(row) for row in rows] if self.converters else rows

    def _filled(self, values: Mapping[str, Any]) -> tuple[str, list]:
        parts, params = [self.pieces[0]], []
        for (name, fixed), piece in zip(self.params, self.pieces[1:], strict=True):
            value = fixed if name is None else values[name]
            some = [adapted(one) for one in value] if is_many(value) else [adapted(value) if name else value]
            if not some:
                raise ValueError(f"No {name}.")
            parts.append(", ".join(["%s"] * len(some)) + piece)
            params += some
        return "".join(parts), params

    def _converted(self, row: tuple) -> tuple:
        found = list(row[: self.width])
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return tuple(found)


def prepared_cursor():
    """A cursor with which PostgreSQL plans what comes again once for each connection: it plans longer than it looks.

    `prepare_threshold` in the options of the connection says after how many times (docs/self-hosting.md).
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(ServerBindingCursor(connection.connection))  # type: ignore[attr-defined]


def named(compiler: SQLCompiler, names: Mapping[Any, str]) -> tuple[str, list[tuple[str | None, Any]]]:
    """The SQL of `compiler`, and its parameters with the names of those that stand for values."""
    sql, fixed = compiler.as_sql()
    params = [(names.get(value) if isinstance(value, Hashable) else None, value) for value in fixed]
    if lost := set(names.values()) - {name for name, _value in params}:
        raise ValueError(f"Not to be found in the SQL: {', '.join(sorted(lost))}.")
    return sql, params


def is_many(value: Any) -> bool:
    """Whether it is a collection of values."""
    return isinstance(value, (list, tuple, set, frozenset))


def adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, Decimal):
        return connection.ops.adapt_decimalfield_value(value)
    return value
