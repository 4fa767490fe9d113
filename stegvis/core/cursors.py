"""Cursors for SQL that comes again and again: what a driver works out of its text is worked out once."""

from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper


class LastingCursor(SQLiteCursorWrapper):
    """Django's cursor on SQLite; it searches an SQL for the places of its parameters only once."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The SQL as SQLite takes it."""
        return super().convert_query(query, param_names=param_names) if param_names else with_marks(query)


@lru_cache(maxsize=1024)
def with_marks(sql: str) -> str:
    """SQL whose parameters stand at `?` instead of `%s`."""
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


def prepared_cursor() -> CursorWrapper:
    """A cursor with which PostgreSQL plans what comes again once for each connection: it plans longer than it looks.

    `prepare_threshold` in the options of the connection says after how many times (docs/self-hosting.md).
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(lasting(connection))  # type: ignore[attr-defined]


def lasting(connection: BaseDatabaseWrapper):
    """The driver's cursor of an open connection."""
    if connection.vendor != "postgresql":
        return connection.connection.cursor(factory=LastingCursor)
    from django.db.backends.postgresql.base import ServerBindingCursor

    return ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
