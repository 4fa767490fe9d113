"""SQL that was written once: pieces between parameters, some of which are names of values to come."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from stegvis.core.cursors import prepared_cursor

Converter = tuple[int, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in the pieces between its parameters; a parameter is a fixed value or the name of one."""

    pieces: list[str]
    params: list[tuple[str | None, Any]]
    converters: list[Converter]
    width: int
    locks: bool = False

    @classmethod
    def of(cls, queryset: QuerySet, names: Mapping[Any, str]) -> "Statement":
        """The statement of a queryset in which marks stand for the values called `names`."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = named(compiler, names)
        converters = converters_of(compiler)
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
        marks, params = [], []
        for name, fixed in self.params:
            value = fixed if name is None else values[name]
            if not is_many(value):
                marks.append("%s")
                params.append(adapted(value) if name else value)
            elif value:
                marks.append(", ".join(["%s"] * len(value)))
                params += [adapted(one) for one in value]
            else:
                raise ValueError(f"No {name}.")
        pieces = iter(self.pieces)
        return next(pieces) + "".join([mark + piece for mark, piece in zip(marks, pieces, strict=True)]), params

    def _converted(self, row: tuple) -> tuple:
        found = list(row[: self.width])
        for place, convert in self.converters:
            found[place] = convert(found[place])
        return tuple(found)


def converters_of(compiler: SQLCompiler) -> list[Converter]:
    """Places of a row, each with what makes a value of what the driver gives, in the order in which to do it."""
    found: dict[int, tuple] = compiler.get_converters([expression for expression, *_rest in compiler.select])
    return [(place, converter(one, of)) for place, (ones, of) in found.items() for one in ones]


def converter(convert: Callable, expression: Any) -> Callable[[Any], Any]:
    """Django's converter of an expression's values; moments, of which a page reads hundreds, take the short way."""

    def by_django(value: Any) -> Any:
        return convert(value, expression, connection)

    def moment(value: Any) -> Any:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if type(value) is datetime and value.tzinfo is None else by_django(value)

    is_moment = getattr(convert, "__name__", "") == "convert_datetimefield_value"
    return moment if is_moment and connections[DEFAULT_DB_ALIAS].timezone is UTC else by_django


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
    if isinstance(value, (int, str)):  # nearly all
        return value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, Decimal):
        return connection.ops.adapt_decimalfield_value(value)
    return value
