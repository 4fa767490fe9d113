"""Queries written into SQL once, because Django takes longer to write one than databases take to answer it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache, reduce
from types import NoneType
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery

from stegvis.core.cursors import prepared_cursor
from stegvis.core.scoping import ScopedQuerySet
from stegvis.core.statements import Statement, adapted, is_many, named

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

    def each(self, many: Iterable[Mapping[str, Any]], *shape, **values) -> list[tuple]:
        """The rows for each set of values of `many` (besides `values`), by one query: first of groups, for instance."""
        asked = [{**values, **some} for some in many]
        kinds = tuple((name, kind(value)) for name, value in asked[0].items())
        return self.statement(connection.vendor, shape, kinds).fetch_each(asked)

    def instances(self, model: type[M], *shape, **values) -> list[M]:
        """The same rows as instances of `model`; the query has to list its `columns`."""
        names = columns(model)
        return [model.from_db(DEFAULT_DB_ALIAS, names, row) for row in self(*shape, **values)]

    def _write(self, vendor: str, shape: tuple, kinds: tuple[tuple[str, type], ...]) -> Statement:
        marks = marks_for(kinds)
        queryset = self.make(*shape, **marks)
        if isinstance(queryset, ScopedQuerySet):
            queryset._check()
        return Statement.of(queryset, names_of(marks))


class WrittenUpdate:
    """A change of which only values change: `make(*shape, **marks)` gives the rows and what their fields become.

    None is a value too, of a shape of its own.
    """

    def __init__(self, make: Callable[..., tuple[QuerySet, Mapping[str, Any]]]) -> None:
        self.make = make
        self.statement = lru_cache(SHAPES)(self._write)

    def __call__(self, *shape, **values) -> int:
        """Change the rows for these values; how many they were."""
        kinds = tuple((name, kind(value)) for name, value in values.items())
        return self.statement(connection.vendor, shape, kinds).change(values)

    def _write(self, vendor: str, shape: tuple, kinds: tuple[tuple[str, type], ...]) -> Statement:
        marks = marks_for(kinds)
        queryset, becomes = self.make(*shape, **marks)
        if isinstance(queryset, ScopedQuerySet):
            queryset._check()
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(becomes)  # type: ignore[attr-defined]
        sql, params = named(query.get_compiler(connection=connection), names_of(marks))
        return Statement(sql.split("%s"), params, [], 0)


def insert_written(row: Model) -> None:
    """Insert a new `row` as `save` would, by a statement written once for its model."""
    meta = type(row)._meta
    sql, fields = _insertion(connection.vendor, type(row))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with prepared_cursor() as cursor:
        cursor.execute(sql, values)
        setattr(row, meta.pk.attname, cursor.fetchone()[0])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(SHAPES)
def _insertion(vendor: str, model: type[Model]) -> tuple[str, list[Field]]:
    fields = [one for one in model._meta.local_concrete_fields if not (one.generated or one is model._meta.pk)]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [model._meta.pk]
    sql, _params = compiler.as_sql()[0]
    return sql, fields


@lru_cache(SHAPES)
def columns(model: type[Model]) -> list[str]:
    """What a `values_list` holds that is to become instances of `model`."""
    return [field.attname for field in model._meta.concrete_fields]


def joined_columns(model: type[Model], joined: Sequence[str] = ()) -> list[str]:
    """What a `values_list` holds that is to become instances of `model` with what is `joined` ("stage__version")."""
    names = list(columns(model))
    for path in joined:
        names += [f"{path}__{name}" for name in columns(_model_at(model, path))]
    return names


def joined_instance(model: type[M], joined: Sequence[str], row: Sequence) -> M:
    """An instance of `model` out of a row of `joined_columns`; a path comes before those that lead on from it."""
    place = len(columns(model))
    made = model.from_db(DEFAULT_DB_ALIAS, columns(model), row[:place])
    for path in joined:
        other = _model_at(model, path)
        names, begin = columns(other), place
        place += len(names)
        *before, last = path.split("__")
        holder = reduce(lambda one, name: one and getattr(one, name), before, made)
        if holder is not None:
            known = row[begin + names.index(other._meta.pk.attname)] is not None
            setattr(holder, last, other.from_db(DEFAULT_DB_ALIAS, names, row[begin:place]) if known else None)
    return made


def _model_at(model: type[Model], path: str) -> type[Model]:
    return reduce(lambda one, name: one._meta.get_field(name).related_model, path.split("__"), model)  # type: ignore


def marks_for(kinds: tuple[tuple[str, type | tuple[type]], ...]) -> dict[str, Any]:
    """What stands for the values while SQL is written; a list of one for a collection."""
    found = {}
    for place, (name, kind_) in enumerate(kinds):
        found[name] = [mark(place, kind_)] if isinstance(kind_, tuple) else mark(place, kind_)
    return found


def names_of(marks: Mapping[str, Any]) -> dict[Any, str]:
    """The names of values by what stands for them in the parameters of a statement."""
    single = {name: one[0] if is_many(one) else one for name, one in marks.items()}
    return {adapted(one): name for name, one in single.items() if one is not None}


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
    if of is NoneType:
        return None
    if issubclass(of, datetime):
        return datetime(1, 1, 1 + place, tzinfo=UTC)
    if issubclass(of, date):
        return date(1, 1, 1 + place)
    if issubclass(of, Decimal):
        return Decimal(-7_654_321 - place) / 100
    if issubclass(of, str):
        return f"\x1f{place}\x1f"
    # Fits every whole number's column: Django answers nothing itself for one that does not.
    return 2_013_265_921 + place
