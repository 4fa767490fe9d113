"""Where the files of imports are kept, and how they are opened again."""

from pathlib import Path

from django.conf import settings

from stegvis.transfer.models import Import
from stegvis.transfer.reading import Table, Understanding, open_table


def path_of(batch: Import) -> Path:
    """Where the file of an import is kept."""
    return folder() / batch.path


def folder() -> Path:
    """The folder of kept files; only the program itself reads it."""
    path = Path(settings.HOME) / "files" / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def table_of(batch: Import) -> Table:
    """The kept file as a table, read as it was understood (or corrected)."""
    return open_table(path_of(batch), understanding=Understanding.from_json(batch.understanding))
