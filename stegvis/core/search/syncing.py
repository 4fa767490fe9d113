"""SQLite's trigrams follow the rows by triggers, as an FTS5 table with external content wants it."""

from stegvis.core.search.rows import SearchRow
from stegvis.core.triggers import Trigger, register

TABLE, TRIGRAMS = SearchRow._meta.db_table, "core_search_trigrams"
_ADD = f"INSERT INTO {TRIGRAMS} (rowid, text) VALUES (NEW.id, NEW.text);"
_REMOVE = f"INSERT INTO {TRIGRAMS} ({TRIGRAMS}, rowid, text) VALUES ('delete', OLD.id, OLD.text);"

register(
    Trigger(
        name="core_search_row",
        table=TABLE,
        parts=("_insert", "_update", "_delete"),
        sqlite=(
            f"CREATE TRIGGER core_search_row_insert AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
            f"CREATE TRIGGER core_search_row_update AFTER UPDATE OF text ON {TABLE} BEGIN {_REMOVE} {_ADD} END",
            f"CREATE TRIGGER core_search_row_delete AFTER DELETE ON {TABLE} BEGIN {_REMOVE} END",
            # Emptied without triggers (by a test), the rows leave trigrams behind.
            f"INSERT INTO {TRIGRAMS} ({TRIGRAMS}) SELECT 'delete-all' WHERE NOT EXISTS (SELECT 1 FROM {TABLE})",
        ),
        postgresql=(),
    )
)
