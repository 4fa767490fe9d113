"""A real installation in a folder of its own, driven by commands as a script would."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SETUP = """
import django; django.setup()
from stegvis.testing.builders import make_member, make_process
from stegvis.workspaces.models import Role, Workspace
workspace = Workspace.objects.create(name="Maven", slug="maven", currency="USD", time_zone="America/New_York")
make_member(workspace, "Owen", Role.OWNER)
make_process(workspace)
"""
# Everything that an import leaves, without ids and the time of the import itself.
DUMP = """
import django, json; django.setup()
from stegvis.deals.models import *
from stegvis.people.models import Company
from stegvis.transfer.models import *
why = "a test compares two whole installations"
def rows(model, *columns):
    return sorted(map(repr, model.objects.across_workspaces(why).values_list(*columns)))
print(json.dumps({
    "deals": rows(Deal, "external_id", "title", "stage__name", "status", "amount", "owner__name", "company__name",
                  "entered_at", "closed_at"),
    "moves": rows(StageMove, "deal__external_id", "sequence", "from_stage__name", "to_stage__name", "at", "by__name"),
    "visits": rows(StageVisit, "deal__external_id", "sequence", "stage__name", "entered_at", "left_at"),
    "lines": rows(DealLine, "deal__external_id", "name", "price"),
    "tallies": rows(DealTally, "stage_id", "owner_id", "deals", "hundredths"),
    "companies": rows(Company, "name"),
    "imports": rows(Import, "state", "rows_done", "created", "rejected"),
    "traces": rows(ImportedRecord, "kind", "row", "act"),
}))
"""


@dataclass
class Workshop:
    """A folder with a database: its own SQLite, or a database of the server that the tests run on."""

    home: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a command is started with."""
        url = {"DATABASE_URL": self.database_url} if self.database_url else {}
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "STEGVIS_TEST_DATA")}
        fixed = {"STEGVIS_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "stegvis.config.settings"}
        return {**kept, **fixed, **url}

    def python(self, code: str) -> str:
        """Run code in the installation."""
        line = [sys.executable, "-c", code]
        return subprocess.run(line, env=self.environment, check=True, capture_output=True, text=True).stdout

    def start(self, *words: str) -> subprocess.Popen:
        """Start a command in a process of its own."""
        line = [sys.executable, "-m", "stegvis", *words]
        return subprocess.Popen(line, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def bring(self, path: Path, kind: str, *words: str) -> dict:
        """Import a file by command and read the report."""
        command = self.start(
            "import_records", str(path), "--workspace", "maven", "--kind", kind, "--format", "json", *words
        )
        told, trouble = command.communicate(timeout=300)
        assert command.returncode == 0, trouble
        return json.loads(told)

    def figures(self) -> tuple[int, int, int]:
        """From outside, while a command runs: rows done and created by all imports, and how many deals there are."""
        query = (
            "SELECT COALESCE(SUM(rows_done), 0), COALESCE(SUM(created), 0), (SELECT COUNT(*) FROM deals_deal) "
            "FROM transfer_import"
        )
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as database:
                return tuple(map(int, database.execute(query).fetchone()))
        with closing(sqlite3.connect(self.home / "stegvis.sqlite3", timeout=20)) as database:
            return database.execute(query).fetchone()

    def dump(self) -> dict[str, list[str]]:
        """Everything that imports have left."""
        return json.loads(self.python(DUMP))
