"""Test databases copied from one that is migrated already: migrating takes half a minute, copying none.

On SQLite the migrated file is kept in `var/`, named by what the migrations say; on PostgreSQL it is a template
database of the server that runs for these tests.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "stegvis_migrated"


def start_from_migrated() -> None:
    """Let the test database of this process begin as a copy. Called once, before it is made.

    The class is told, not this connection: where Playwright's loop runs, Django uses another one.
    """
    creation = type(connection.creation)
    make = creation._create_test_db
    creation._create_test_db = lambda self, *args, **more: copied(partial(make, self), *args, **more)


def copied(make: Callable[..., str], *args, **more) -> str:
    """Make the empty test database and fill it; answers its name, as Django's own does."""
    with alone():
        if connection.vendor == "sqlite":
            name = make(*args, **more)
            shutil.copyfile(migrated_file(), name)
            return name
        make_template()
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
    return make(*args, **more)


def copy_migrated(file: Path) -> None:
    """A SQLite database of its own for an installation: `file` becomes a copy of the migrated one."""
    with alone():
        shutil.copyfile(migrated_file(), file)


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time: the second finds what the first has made."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrated_file() -> Path:
    """The migrated file of these migrations, made when it is missing; those of others go."""
    kept = ROOT / "var" / f"migrated-{fingerprint()}.sqlite3"
    if kept.exists():
        return kept
    for old in kept.parent.glob("migrated-*.sqlite3*"):
        old.unlink()
    fresh = Path(settings.HOME) / "migrated.sqlite3"
    migrate(f"sqlite://{fresh}")
    settle(fresh)
    whole = kept.with_suffix(".copying")
    shutil.move(fresh, whole)
    whole.rename(kept)
    return kept


def settle(file: Path) -> None:
    """Bring the write-ahead log into the file, so that copying the file copies everything."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("PRAGMA journal_mode=DELETE")
    database.close()


def make_template() -> None:
    """The template database on the server, unless another process has made it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone():
            return
        cursor.execute(f'CREATE DATABASE "{TEMPLATE}"')
    migrate(os.environ["DATABASE_URL"].replace("/postgres?", f"/{TEMPLATE}?"))


def migrate(url: str) -> None:
    """Migrate the database at `url` in a process of its own."""
    own = {"DJANGO_SETTINGS_MODULE": "stegvis.config.settings", "STEGVIS_HOME": str(settings.HOME)}
    command = [sys.executable, "-m", "stegvis", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **own, "DATABASE_URL": url}, check=True)


def fingerprint() -> str:
    """Names what a migrated database depends on: the migrations, and Django."""
    said = hashlib.sha256(django.get_version().encode())
    for path in sorted((ROOT / "stegvis").glob("*/migrations/*.py")):
        said.update(path.name.encode() + path.read_bytes())
    return said.hexdigest()[:16]
