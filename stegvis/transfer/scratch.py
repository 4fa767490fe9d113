"""An event log sorted by case, on disk: logs scatter a case's events, and memory must not grow with the log.

A small SQLite file beside the kept one, made again whenever it is missing; the order it gives is always the same.
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.models import Import
from stegvis.transfer.operations.receiving import path_of
from stegvis.transfer.reading import Row, Table, as_text

_BATCH = 10_000
# Unreadable times stand where the file has them: behind the latest before them.
_SORT = """
CREATE TABLE times AS
SELECT row, "case", COALESCE(time, MAX(time) OVER (PARTITION BY "case" ORDER BY row), '') AS time,
       MIN(row) OVER (PARTITION BY "case") AS first
FROM events;
CREATE TABLE ordered AS
SELECT ROW_NUMBER() OVER (ORDER BY times.first, sequence, times.time, {direction} times.row) AS place, times.row
FROM times JOIN events USING (row);
CREATE UNIQUE INDEX ordered_place ON ordered (place);
DROP TABLE times;
PRAGMA user_version = 1;
"""
# Newest first is how many programs list events: then equal times are to be read from below.
_FALLING = """
SELECT SUM(time < before) > SUM(time > before) FROM (
  SELECT time, LAG(time) OVER (PARTITION BY "case" ORDER BY row) AS before FROM events
) WHERE before IS NOT NULL
"""
_STAGES = """
SELECT process, stage, MAX(kind) FROM (
  SELECT process, stage, "case", MIN(nth) AS nth, MAX(kind) AS kind FROM (
    SELECT process, stage, kind, "case", ROW_NUMBER() OVER (PARTITION BY "case" ORDER BY place) AS nth
    FROM ordered JOIN events USING (row)
  ) GROUP BY process, stage, "case"
) WHERE stage <> '' GROUP BY process, stage ORDER BY process, AVG(nth), MIN(nth), stage
"""


class Event(NamedTuple):
    """A row of the log, its place in the order of cases, and its case."""

    place: int
    case: str
    row: Row


class Scratch:
    """The events of an import's log, ordered by case (in order of first appearance) and within it by time."""

    def __init__(self, batch: Import, table: Table, facts: Facts):
        self.path = Path(f"{path_of(batch)}.events")
        self.table, self.facts = table, facts

    def events(self, start: int) -> Iterator[Event]:
        """The events from the place `start` (the first is 1) on."""
        with self._open() as database:
            rows = database.execute(
                'SELECT place, "case", row, cells, surplus FROM ordered JOIN events USING (row) '
                "WHERE place >= ? ORDER BY place",
                [start],
            )
            for place, case, number, cells, surplus in rows:
                yield Event(place, case, Row(number, json.loads(cells), surplus))

    def stages(self) -> list[tuple[str, str, str]]:
        """The different (process, stage, its kind as told), stages in order of their mean place in a case."""
        with self._open() as database:
            return database.execute(_STAGES).fetchall()

    def remove(self) -> None:
        """Take the file away; it can always be made again."""
        self.path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path)
        database.execute("PRAGMA cache_size = -8000")
        if database.execute("PRAGMA user_version").fetchone()[0] != 1:
            database.close()
            self.remove()
            database = sqlite3.connect(self.path)
            self._fill(database)
        return database

    def _fill(self, database: sqlite3.Connection) -> None:
        """Losing this file in a crash costs nothing, so it does not wait for the disk."""
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;")
        database.execute(
            'CREATE TABLE events (row INTEGER PRIMARY KEY, "case" TEXT, process TEXT, stage TEXT, kind TEXT, '
            "time TEXT, sequence REAL, cells TEXT, surplus INTEGER)"
        )
        part: list[tuple] = []
        for row in self.table.rows():
            part.append(self._event(row))
            if len(part) == _BATCH:
                database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", part)
                part = []
        database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", part)
        falling = database.execute(_FALLING).fetchone()[0]
        database.executescript(_SORT.format(direction="-" if falling else ""))
        database.commit()

    def _event(self, row: Row) -> tuple:
        """A row that cannot be read is kept all the same: the importer will say why."""
        try:
            facts = self.facts(row.cells)
        except RowRefused:
            facts = {}
        at, sequence = facts.get("time"), facts.get("sequence")
        return (
            *(row.number, facts.get("case", ""), facts.get("process", ""), facts.get("stage", "")),
            facts.get("stage_kind", ""),
            *(at and at.isoformat(timespec="microseconds"), None if sequence is None else float(sequence)),
            *(json.dumps([as_text(cell) for cell in row.cells]), row.surplus),
        )
