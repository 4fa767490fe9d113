"""Writing millions of rows into an empty installation: what keeps order row by row is put aside, and back at the end.

Indexes are made at once from all rows, marks of changed texts are not set (the index is made anew anyway), references
are right by construction, and nothing waits for the disk: a workspace of a benchmark is thrown away.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from bench.sql import column, execute
from stegvis.core import triggers
from stegvis.core.search.rows import SearchRow

FILLED = (
    *("people_company", "people_person", "people_contactpoint"),
    *("deals_deal", "deals_stagemove", "deals_stagevisit"),
    *("timeline_timelineentry", "timeline_entryplace", "timeline_task"),
)
# How many bytes of trigrams FTS5 gathers before it writes them.
MANY, USUAL = 1 << 27, 1 << 20


@contextmanager
def unhindered() -> Iterator[None]:
    """Statements within write fast into the tables of FILLED; outside of a transaction, and nobody else connected.

    What triggers keep (counts and sums, the next task) has to be rebuilt afterwards.
    """
    hurry()
    with without_indexes(FILLED):
        yield
    watch_again()
    settle()


@contextmanager
def indexing_at_once() -> Iterator[None]:
    """Rows of the search index within get their trigrams afterwards, all at once."""
    with without_indexes([SearchRow._meta.db_table]):
        if connection.vendor == "sqlite":
            execute("DROP TRIGGER core_search_row_insert")
        yield
    if connection.vendor == "sqlite":
        write_trigrams()
        triggers.install()
    settle()


def write_trigrams() -> None:
    """SQLite's, of all rows: in few long segments, where the usual short ones would be merged again and again.

    And these into one, as the next that is indexed would otherwise wait until they are merged.
    """
    gather = "INSERT INTO core_search_trigrams (core_search_trigrams, rank) VALUES ('hashsize', {size})"
    execute(gather.format(size=MANY))
    for act in ("rebuild", "optimize"):
        execute(f"INSERT INTO core_search_trigrams (core_search_trigrams) VALUES ('{act}')")
    execute(gather.format(size=USUAL))


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """The tables have no indexes but keys and unique ones within."""
    found = column(indexes_on_sqlite(tables) if connection.vendor == "sqlite" else indexes_on_postgresql(tables))
    for statement in found:
        execute(f"DROP INDEX {index_name(statement)}")
    yield
    for statement in found:
        execute(statement)


def index_name(statement: str) -> str:
    """The name of the index that `statement` makes."""
    return statement.split(" ON ")[0].split()[-1]


def indexes_on_sqlite(tables: Sequence[str]) -> str:
    """SQL for the statements that make the indexes again."""
    return f"""
        SELECT sql FROM sqlite_master WHERE type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%'
        AND tbl_name IN ({quoted(tables)})
    """


def indexes_on_postgresql(tables: Sequence[str]) -> str:
    """SQL for the statements that make the indexes again."""
    return f"""
        SELECT indexdef FROM pg_indexes WHERE indexdef NOT LIKE 'CREATE UNIQUE%' AND tablename IN ({quoted(tables)})
    """


def quoted(names: Sequence[str]) -> str:
    """Names as SQL literals."""
    return ", ".join(f"'{name}'" for name in names)


def hurry() -> None:
    """No waiting for the disk, no checks of references, no triggers, memory to sort in."""
    if connection.vendor == "sqlite":
        for pragma in ("foreign_keys=OFF", "journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000"):
            execute(f"PRAGMA {pragma}")
        for name in column(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({quoted(FILLED)})"):
            execute(f"DROP TRIGGER {name}")
        return
    execute("SET maintenance_work_mem = '1GB'")
    for table in FILLED:
        execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def watch_again() -> None:
    """What `hurry` has put aside."""
    if connection.vendor == "sqlite":
        connection.close()  # the next one has its own settings
        execute("PRAGMA journal_mode=WAL")
        triggers.install()
        return
    for table in FILLED:
        execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def settle() -> None:
    """Statistics for the planner, as a database has them that has been there for a while."""
    execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
