"""Database triggers, written once for each database and put back after every migration.

SQLite drops the triggers of a table that a migration rebuilds, so they are all made anew each time.
"""

from dataclasses import dataclass

from django.db import connections

_registry: dict[str, "Trigger"] = {}


@dataclass(frozen=True)
class Trigger:
    """A trigger's name, table and its statements: those that make it, per database vendor.

    Each statement list starts from nothing: `drop` has run before. On PostgreSQL, functions are made with OR REPLACE.
    """

    name: str
    table: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    parts: tuple[str, ...] = ("",)


def register(trigger: Trigger) -> Trigger:
    """Make `trigger` part of every installation from its next migration on."""
    _registry[trigger.name] = trigger
    return trigger


def registered() -> list[Trigger]:
    """All triggers that a complete database has."""
    return list(_registry.values())


def install(using: str = "default", **kwargs) -> None:
    """Drop and make all triggers whose table exists. Called after `migrate`."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in _registry.values():
            if trigger.table in tables:
                _make(cursor, connection.vendor, trigger)


def _make(cursor, vendor: str, trigger: Trigger) -> None:
    on = f" ON {trigger.table}" if vendor == "postgresql" else ""
    for part in trigger.parts:
        cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{part}{on}")
    for statement in trigger.sqlite if vendor == "sqlite" else trigger.postgresql:
        cursor.execute(statement)
