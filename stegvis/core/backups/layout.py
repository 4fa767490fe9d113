"""What is in a backup, and what is said when something is wrong with one."""

from pathlib import Path

from django.conf import settings

MANIFEST = "manifest.json"
FORMAT = 1
# What the database of each vendor is called inside.
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FILES = "files/"


class BackupFailed(Exception):
    """A backup could not be written or restored; the sentence says what to do. Nothing was changed."""


def files_folder() -> Path:
    """Where uploaded files are kept."""
    return Path(settings.HOME) / "files"
