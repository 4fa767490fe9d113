"""Numbers for rows to come, kept free in one short step for all tables."""

from collections.abc import Mapping

from django.db import connection, models, transaction

from stegvis.transfer.whole.tables import carried


def keep_numbers_free(last: Mapping[str, int]) -> dict[str, int]:
    """How far each table's rows have to move, by label, for rows numbered up to `last`; nobody else gets those numbers.

    What fails afterwards leaves a gap, which costs nothing.
    """
    keep = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = {}
    for model in carried():
        with transaction.atomic():
            found[model._meta.label] = keep(model, last.get(model._meta.label, 0))
    return found


def _on_sqlite(model: type[models.Model], count: int) -> int:
    """There is one writer: it writes first, then looks."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        if row:
            return row[0] - count
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        return 0


def _on_postgresql(model: type[models.Model], count: int) -> int:
    """Sequences do not wait for transactions: the table is held while its sequence is moved on."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - the database's own name
        value, called = cursor.fetchone()
        before = value if called else 0
        if count:
            cursor.execute("SELECT setval(%s, %s)", [sequence, before + count])
    return before
