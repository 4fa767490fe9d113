"""A backup restored is the installation as it was, on either database, and nothing is lost by a bad one."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
PREPARE = """
from stegvis.testing.builders import *
owner = make_member(make_workspace(), "Alice", "owner")
deal = make_deal(owner, "Load control", amount=1000)
"""
LOOK = """
import json
from stegvis.deals.models import *
from stegvis.core.triggers import registered
rows = Deal.objects.across_workspaces("a test").values_list("title", "stage__name", "amount")
tallies = DealTally.objects.across_workspaces("a test").values_list("deals", "hundredths")
print(json.dumps({"deals": [[str(cell) for cell in row] for row in rows], "tallies": [list(row) for row in tallies]}))
"""
CHANGE = """
from stegvis.deals.models import *
Deal.objects.across_workspaces("a test").update(title="changed", amount=5)
"""


class Installation:
    """An installation of its own: a home, and on PostgreSQL a database beside the tests'."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {"STEGVIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "stegvis.config.settings"}

    def run(self, *arguments: str, good: bool = True) -> str:
        command = [sys.executable, "-m", "stegvis", *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert (done.returncode == 0) == good, done.stderr
        return done.stdout + done.stderr

    def python(self, code: str) -> str:
        return self.run("shell", "--verbosity", "0", "--command", code)

    def look(self) -> dict:
        return json.loads(self.python(LOOK).strip().splitlines()[-1])


@pytest.fixture(scope="module")
def master(tmp_path_factory, django_db_setup, django_db_blocker):
    """A filled installation that the tests copy: migrating takes seconds."""
    with django_db_blocker.unblock():
        made = Installation(tmp_path_factory.mktemp("master"))
        database = new_database(made)
        made.run("migrate", "--verbosity", "0")
        made.python(PREPARE)
        folder = made.home / "files" / "logos"
        folder.mkdir(parents=True)
        (folder / "logo.png").write_bytes(b"a logo")
        yield made, database
        drop(database)


@pytest.fixture
def filled(master, tmp_path, django_db_blocker):
    original, template = master
    shutil.copytree(original.home, tmp_path / "home")
    made = Installation(tmp_path / "home")
    with django_db_blocker.unblock():
        database = new_database(made, template)
        yield made
        drop(database)


def new_database(installation: Installation, template: str = "") -> str:
    """On PostgreSQL a database of its own, a copy of `template`; on SQLite it is a file in the home."""
    if connection.vendor == "sqlite":
        return ""
    name = f"backup_{uuid.uuid4().hex[:12]}"
    execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
    installation.environment["DATABASE_URL"] = os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
    return name


def drop(database: str) -> None:
    if database:
        execute(f"DROP DATABASE {database} WITH (FORCE)")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_backed_up_comes_back(filled, tmp_path):
    before = filled.look()
    assert before["deals"] == [["Load control", "Lead", "1000.00"]]
    backup = tmp_path / "backup.zip"
    filled.run("backup", str(backup))
    assert backup.stat().st_mode & 0o777 == 0o600
    filled.python(CHANGE)
    (filled.home / "files" / "logos" / "logo.png").unlink()
    assert "before-restore-" in filled.run("restore", str(backup), "--force")
    assert filled.look() == before
    assert (filled.home / "files" / "logos" / "logo.png").read_bytes() == b"a logo"


def test_history_is_still_guarded_after_restoring(filled, tmp_path):
    filled.run("backup", str(tmp_path / "backup.zip"))
    filled.run("restore", str(tmp_path / "backup.zip"), "--force")
    code = "from stegvis.deals.models import *; StageMove.objects.across_workspaces('t').update(reason='x')"
    assert "append-only" in filled.run("shell", "--verbosity", "0", "--command", code, good=False)


def test_restoring_over_data_needs_force_and_keeps_what_was_there(filled, tmp_path):
    filled.run("backup", str(tmp_path / "backup.zip"))
    filled.python(CHANGE)
    assert "--force" in filled.run("restore", str(tmp_path / "backup.zip"), good=False)
    assert filled.look()["deals"][0][0] == "changed"
    filled.run("restore", str(tmp_path / "backup.zip"), "--force")
    (kept,) = (filled.home / "backups").iterdir()
    filled.run("restore", str(kept), "--force")
    assert filled.look()["deals"][0][0] == "changed"


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def newer(path: Path) -> None:
    with ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(kept["manifest.json"])
    manifest["migrations"].append("deals.9999_of_tomorrow")
    kept["manifest.json"] = json.dumps(manifest).encode()
    with ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("spoil", [damaged, newer, lambda path: path.write_text("no zip")])
def test_a_bad_backup_changes_nothing(filled, tmp_path, spoil):
    backup = tmp_path / "backup.zip"
    filled.run("backup", str(backup))
    spoil(backup)
    before = filled.look()
    filled.run("restore", str(backup), "--force", good=False)
    assert filled.look() == before


def test_a_backup_overwrites_nothing(filled, tmp_path):
    (tmp_path / "backup.zip").write_text("precious")
    assert "exists already" in filled.run("backup", str(tmp_path / "backup.zip"), good=False)
    assert (tmp_path / "backup.zip").read_text() == "precious"
