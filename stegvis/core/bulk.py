"""Many rows at once: what imports need, without making an object of each row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

from django.db import connection, models

TOGETHER = 200
_USUAL_PAGES, _MANY_PAGES = 1_000, 8_000


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """`count` unused primary keys of `model`. Call inside the transaction that inserts the rows.

    SQLite has one writer, so the ids behind the largest are ours; PostgreSQL takes them from the sequence.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return range(first, first + count)
        # The sequence is named once: as an argument it would be looked up again for each number.
        sequence = "(SELECT pg_get_serial_sequence(%s, 'id')::regclass)"
        cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence], together: int = TOGETHER
) -> None:
    """Insert `rows` (values in the order of `columns`, database column names) into the table of `model`.

    Values go to the database as they are: decimals as Decimal, moments as aware datetimes in UTC, JSON as text. SQLite
    gets `together` rows in a statement, which has at most 32,766 values.
    """
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        _insert_sqlite(table, columns, rows, together)
    else:
        _copy_postgresql(table, columns, rows)


def _insert_sqlite(table: str, columns: Sequence[str], rows: Iterable[Sequence], together: int) -> None:
    """Many rows a statement: where a table has triggers, SQLite copies each page that a statement touches first."""
    beginning = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    marks = f"({', '.join(['%s'] * len(columns))})"
    rows = iter(rows)
    with connection.cursor() as cursor:
        while part := list(islice(rows, 100 * together)):
            whole = len(part) - len(part) % together
            groups = (list(chain.from_iterable(part[at : at + together])) for at in range(0, whole, together))
            if whole:
                cursor.executemany(beginning + ", ".join([marks] * together), groups)
            if rest := part[whole:]:
                cursor.execute(beginning + ", ".join([marks] * len(rest)), list(chain.from_iterable(rest)))


def _copy_postgresql(table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def many_commits() -> Iterator[None]:
    """Around commits of thousands of rows, one after the other: SQLite keeps 32 MB in its log before it files them.

    A page that every commit touches is then written into the database once for many of them, not for each.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _file_after(_MANY_PAGES)
    try:
        yield
    finally:
        _file_after(_USUAL_PAGES)


def _file_after(pages: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint = {pages}")


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Set `columns` of rows of `model`: each of `rows` holds their values, as the database takes them, and the id."""
    update = _update_sqlite if connection.vendor == "sqlite" else _update_postgresql
    rows = iter(rows)
    with connection.cursor() as cursor:
        while part := list(islice(rows, 5000)):
            update(cursor, model, columns, part)


def _update_sqlite(cursor, model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    becomes = ", ".join(f'"{column}" = %s' for column in columns)
    cursor.executemany(f'UPDATE {model._meta.db_table} SET {becomes} WHERE "id" = %s', rows)


def _update_postgresql(cursor, model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence]) -> None:
    """One statement, as triggers run once for each."""
    kinds = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    names = [*columns, "id"]
    becomes = ", ".join(f'"{column}" = told."{column}"' for column in columns)
    lists = ", ".join(f"%s::{_plain(kinds[name])}[]" for name in names)
    told = ", ".join(f'"{name}"' for name in names)
    table = model._meta.db_table
    statement = f"UPDATE {table} SET {becomes} FROM unnest({lists}) AS told({told}) WHERE {table}.id = told.id"
    cursor.execute(statement, [list(values) for values in zip(*rows, strict=True)])


def _plain(kind: str) -> str:
    """A type without what follows when values are stored: "varchar(20)" would cut what is too long in silence."""
    return kind.partition("(")[0]
