"""Copying a database whole, while it is in use, and putting a copy in its place."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection

from stegvis.core.backups.layout import BackupFailed


def dump(target: Path) -> None:
    """Write the database as it is at this moment to `target`; others go on reading and writing."""
    if connection.vendor == "sqlite":
        _dump_sqlite(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--file", str(target))


def load(source: Path) -> None:
    """Put the database in `source` in the place of the present one. Nobody may be using it."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_postgresql(source)


def is_empty() -> bool:
    """Whether the present database has no tables yet."""
    return not connection.introspection.table_names()


def _dump_sqlite(target: Path) -> None:
    """The online backup of SQLite: consistent, whatever is written meanwhile."""
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()


def _load_sqlite(source: Path) -> None:
    """Checked first, copied beside, then put in place in one step."""
    present = Path(connection.settings_dict["NAME"])
    _refuse_damaged(source)
    connection.close()
    beside = present.with_name(f"{present.name}.restoring")
    shutil.copyfile(source, beside)
    for tail in ("-wal", "-shm"):
        present.with_name(present.name + tail).unlink(missing_ok=True)
    os.replace(beside, present)


def _refuse_damaged(source: Path) -> None:
    try:
        found = sqlite3.connect(source).execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"The database in the backup cannot be read: {error}.") from error
    if found != "ok":
        raise BackupFailed(f"The database in the backup is damaged: {found}.")


def _load_postgresql(source: Path) -> None:
    """In one transaction: it is replaced whole or stays as it was."""
    connection.close()
    _run("pg_restore", "--list", str(source), connected=False)
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, str(source))


def _run(program: str, *arguments: str, connected: bool = True) -> None:
    """One of PostgreSQL's own programs, told by the environment where the database is."""
    facts = connection.settings_dict
    target = ("--dbname", facts["NAME"]) if connected else ()
    try:
        done = subprocess.run(
            [program, *target, *arguments],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupFailed(f"{program} is not installed. Install the PostgreSQL client programs.") from error
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()}")


def _environment() -> dict[str, str]:
    facts = connection.settings_dict
    options = {f"PG{name.upper()}": str(value) for name, value in facts.get("OPTIONS", {}).items() if name.isalpha()}
    named = {"PGHOST": facts["HOST"] or options.get("PGHOST", ""), "PGPORT": facts["PORT"] or options.get("PGPORT", "")}
    named |= {"PGUSER": facts["USER"], "PGPASSWORD": facts["PASSWORD"]}
    return os.environ | options | {name: value for name, value in named.items() if value}
