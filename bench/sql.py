"""SQL that both databases take, for workspaces made by SQL."""

from django.db import connection

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"


def moment(days: str) -> str:
    """SQL for the moment `days` (an SQL expression) before now."""
    if connection.vendor == "sqlite":
        return f"datetime('now', '-' || ({days}) || ' days')"
    return f"(now() - ({days}) * interval '1 day')"


def day(days: str) -> str:
    """SQL for the date `days` (an SQL expression) from today."""
    return f"date('now', ({days}) || ' days')" if connection.vendor == "sqlite" else f"(current_date + ({days})::int)"


def boolean(value: bool) -> str:
    """A literal both databases take."""
    return str(int(value)) if connection.vendor == "sqlite" else str(value).lower()


def execute(statement: str) -> None:
    """Run one statement without parameters."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def column(statement: str) -> list[str]:
    """The first column of what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def next_id(model) -> int:
    """The first unused primary key of `model`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {model._meta.db_table}")
        return cursor.fetchone()[0]
