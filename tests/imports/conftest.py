"""Installations for imports of real files: SQLite in a folder, or (with DATABASE_URL) databases of that server."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from stegvis.testing.migrated import TEMPLATE, alone, copy_migrated, make_template, settle
from tests.imports.workshop import SETUP, Workshop


@pytest.fixture(scope="module")
def furnished(tmp_path_factory, django_db_blocker) -> Iterator[Workshop]:
    """An installation with a workspace "maven" and one process, of which all others here are copies."""
    home = tmp_path_factory.mktemp("furnished")
    with django_db_blocker.unblock():
        if on_postgres():
            with alone():
                make_template()
        else:
            copy_migrated(home / "stegvis.sqlite3")
    workshop = Workshop(home, new_database(TEMPLATE) if on_postgres() else "")
    workshop.python(SETUP)
    if not on_postgres():
        settle(home / "stegvis.sqlite3")
    yield workshop
    drop_database(workshop)


@pytest.fixture
def make_workshop(tmp_path, furnished) -> Iterator[Callable[[], Workshop]]:
    """`make_workshop()`: a new installation with a workspace "maven" and one process."""
    made = []

    def make() -> Workshop:
        made.append(copy_of(furnished, tmp_path / uuid.uuid4().hex))
        return made[-1]

    yield make
    for workshop in made:
        drop_database(workshop)


def copy_of(other: Workshop, home: Path) -> Workshop:
    """An installation like `other`, in which nothing may be running, in the new folder `home`."""
    shutil.copytree(other.home, home)
    return Workshop(home, new_database(urlsplit(other.database_url).path[1:]) if other.database_url else "")


def on_postgres() -> bool:
    """Whether the tests run on a server."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def new_database(template: str) -> str:
    """The address of a new database on the tests' server, a copy of another."""
    name = f"workshop_{uuid.uuid4().hex[:12]}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def drop_database(workshop: Workshop) -> None:
    """Its database goes with the workshop; a file goes with its folder."""
    if workshop.database_url:
        on_server(f"DROP DATABASE IF EXISTS {urlsplit(workshop.database_url).path[1:]} WITH (FORCE)")


def on_server(statement: str) -> None:
    """Run a statement that must stand outside any transaction."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(statement)
