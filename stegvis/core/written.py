"""Queries written into SQL once, because Django takes longer to write one than databases take to answer it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

from stegvis.core.scoping import ScopedQuerySet

M = TypeVar("M", bound=Model)
SHAPES = 128


class Written:
    """A query of which only values change: `make(*shape, **marks)` builds it as a `values_list`, for each shape once.

    Marks stand for the values (whole numbers, texts, days, moments, or collections of them) and have to reach the
    database as they are: a value that `make` looks at or works on belongs to the shape. Nothing else that changes
    between requests may be in it, such as words of a language.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        self.make = make
        self.statement = lru_cache(SHAPES)(self._write)

    def __call__(self, *shape, **values) -> list[tuple]:
        """The rows for these values. Collections must not be empty."""
        kinds = tuple((name, kind(value)) for name, value in values.items())
        return self.statement(connection.vendor, shape, kinds).fetch(values)

    def instances(self, model: type[M], *shape, **values) -> list[M]:
        """The same rows as instances of `model`; the query has to list its `columns`."""
        names = columns(model)
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in self(*shape, **values)]

    def _write(self, vendor: str, shape: tuple, kinds: tuple[tuple[str, type], ...]) -> "Statement":
        marks = {name: mark(place, kind_) for place, (name, kind_) in enumerate(kinds)}
        many = {name for name, kind_ in kinds if isinstance(kind_, tuple)}
        queryset = self.make(*shape, **{name: [one] if name in many else one for name, one in marks.items()})
        if isinstance(queryset, ScopedQuerySet):
            queryset._check()
        return Statement.of(queryset, {adapted(one): name for name, one in marks.items()})


def columns(model: type[Model]) -> list[str]:
    """What a `values_list` holds that is to become instances of `model`."""
    return [field.attname for field in model._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL in the pieces between its parameters; a parameter is a fixed value or the name of one."""

    pieces: list[str]
    params: list[tuple[str | None, Any]]
    converters: dict[int, tuple]
    width: int

    @classmethod
    def of(cls, queryset: QuerySet, names: Mapping[Any, str]) -> "Statement":
        """The statement of a queryset in which marks stand for the values called `names`."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, fixed = compiler.as_sql()
        params = [(names.get(value), value) for value in fixed]
        if lost := set(names.values()) - {name for name, _value in params}:
            raise ValueError(f"Not to be found in the SQL: {', '.join(sorted(lost))}.")
        converters = compiler.get_converters([expression for expression, *_rest in compiler.select])
        return cls(sql.split("%s"), params, converters, compiler.col_count or len(compiler.select))

    def fetch(self, values: Mapping[str, Any]) -> list[tuple]:
        """Run it with `values`."""
        sql, params = self._filled(values)
        with connection.cursor() as cursor:
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


def is_many(value: Any) -> bool:
    """Whether it is a collection of values."""
    return isinstance(value, (list, tuple, set, frozenset))


def kind(value: Any) -> type | tuple[type]:
    """The type that a value's mark has to have; in a tuple for a collection's. Raises ValueError for an empty one."""
    if is_many(value):
        return (type(_first(value)),)
    return type(value)


def _first(values: Collection) -> Any:
    if not values:
        raise ValueError("A written query needs something in its collections.")
    return next(iter(values))


def mark(place: int, kind_: type | tuple[type]) -> Any:
    """What stands for the value at `place`: of its kind, and hardly met among the fixed ones of a statement."""
    of = kind_[0] if isinstance(kind_, tuple) else kind_
    if issubclass(of, datetime):
        return datetime(1, 1, 1 + place, tzinfo=UTC)
    if issubclass(of, date):
        return date(1, 1, 1 + place)
    if issubclass(of, str):
        return f"\x1f{place}\x1f"
    return (
        2_013_265_921 + place
    )  # fits every whole number's column: Django answers nothing itself for one that does not


def adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
