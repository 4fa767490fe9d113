"""The database marks records whose texts change: whatever writes them (a form, an import, SQL by hand), it is noticed.

Texts are folded in Python, which triggers cannot do on both databases; so they only mark, and `indexing` does the rest.
"""

from dataclasses import dataclass

from stegvis.core.search.rows import SearchMark
from stegvis.core.triggers import Trigger, register

MARKS = SearchMark._meta.db_table


@dataclass(frozen=True)
class Watch:
    """Rows of `table` whose `fields` are texts of the record that their column `record` names.

    With `through` (SQL that selects ids, with {row} for the changed row) further records are marked on a change: those
    that show a text of this one, as a deal shows its company's name. `marks` is the table that keeps the marks: another
    one with the same columns (workspace, kind, record) for what is not the index's.
    """

    table: str
    fields: tuple[str, ...]
    record: str = "id"
    through: str = ""
    marks: str = MARKS


def watch(kind: int, watched: Watch) -> None:
    """Have the database mark records of `kind` by this watch, from the next migration on."""
    column = "through" if watched.through else watched.record
    of = "core_search" if watched.marks == MARKS else watched.marks
    name = f"{of}_{watched.table}_{kind}_{column}"
    verbs = ("update",) if watched.through else ("insert", "update", "delete")
    register(
        Trigger(
            name=name,
            table=watched.table,
            parts=tuple(f"_{verb}" for verb in verbs),
            sqlite=tuple(_sqlite(name, kind, watched, verb) for verb in verbs),
            postgresql=tuple(part for verb in verbs for part in _postgresql(name, kind, watched, verb)),
        )
    )


def _sqlite(name: str, kind: int, watched: Watch, verb: str) -> str:
    when = f"WHEN {_changed(watched, 'IS NOT')}" if verb == "update" else ""
    columns = f" OF {', '.join(_columns(watched))}" if verb == "update" else ""
    marks = "; ".join(_marks(kind, watched, verb))
    return f"CREATE TRIGGER {name}_{verb} AFTER {verb.upper()}{columns} ON {watched.table} {when} BEGIN {marks}; END"


def _postgresql(name: str, kind: int, watched: Watch, verb: str) -> tuple[str, str]:
    """Rows that are added are marked by one statement for all of them: imports add thousands."""
    if verb == "insert":
        chosen = f"SELECT workspace_id, {kind}, {watched.record} FROM fresh"
        marks = _mark(watched.marks, chosen, watched.record)
        each = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"
    else:
        marks = "; ".join(_marks(kind, watched, verb))
        when = f" WHEN ({_changed(watched, 'IS DISTINCT FROM')})" if verb == "update" else ""
        each = f"FOR EACH ROW{when}"
    columns = f" OF {', '.join(_columns(watched))}" if verb == "update" else ""
    function = f"""
        CREATE OR REPLACE FUNCTION {name}_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {marks}; RETURN NULL; END $$
    """
    trigger = (
        f"CREATE TRIGGER {name}_{verb} AFTER {verb.upper()}{columns} ON {watched.table} "
        f"{each} EXECUTE FUNCTION {name}_{verb}()"
    )
    return function, trigger


def _columns(watched: Watch) -> tuple[str, ...]:
    return watched.fields if watched.record == "id" else (*watched.fields, watched.record)


def _changed(watched: Watch, differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in _columns(watched))


def _marks(kind: int, watched: Watch, verb: str) -> list[str]:
    """Statements that mark what the changed row stands for: as it was, as it is, or both."""
    if watched.through:
        chosen = watched.through.format(row="NEW")
        return [_mark(watched.marks, f"SELECT NEW.workspace_id, {kind}, id FROM ({chosen}) AS t", "id")]
    rows = {"insert": ["NEW"], "delete": ["OLD"], "update": ["OLD", "NEW"]}[verb]
    if watched.record == "id":
        rows = rows[-1:]
    return [
        _mark(watched.marks, f"SELECT {row}.workspace_id, {kind}, {row}.{watched.record}", f"{row}.{watched.record}")
        for row in rows
    ]


def _mark(marks: str, chosen: str, record: str) -> str:
    return f"INSERT INTO {marks} (workspace_id, kind, record_id) {chosen} WHERE {record} IS NOT NULL"
