"""Installations for imports of real files: SQLite in a folder, or (with DATABASE_URL) databases of that server."""

import os
import shutil
import uuid
from urllib.parse import urlsplit, urlunsplit

import pytest

from stegvis.testing.migrated import TEMPLATE, alone, make_template, migrated_file
from tests.imports.workshop import SETUP, Workshop


@pytest.fixture
def make_workshop(tmp_path, django_db_blocker):
    """`make_workshop()`: a new installation with a workspace "maven" and one process."""
    made = []

    def make() -> Workshop:
        home = tmp_path / uuid.uuid4().hex
        home.mkdir()
        url = os.environ.get("DATABASE_URL", "")
        with django_db_blocker.unblock(), alone():
            if url.startswith("postgres"):
                make_template()
            else:
                shutil.copyfile(migrated_file(), home / "stegvis.sqlite3")
        workshop = Workshop(home, new_database(url, made) if url.startswith("postgres") else "")
        workshop.python(SETUP)
        return workshop

    yield make
    for name in made:
        on_server(os.environ["DATABASE_URL"], f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def new_database(url: str, made: list[str]) -> str:
    """The address of a new, migrated database on the same server."""
    name = f"workshop_{uuid.uuid4().hex[:12]}"
    on_server(url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    made.append(name)
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def on_server(url: str, statement: str) -> None:
    """Run a statement that must stand outside any transaction."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
