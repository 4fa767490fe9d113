"""Files that hold an erased person: those on their timeline, and kept files of imports."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from stegvis.core.errors import Refused
from stegvis.privacy.queries import belongings
from stegvis.privacy.words import pattern
from stegvis.transfer.keeping import path_of, table_of
from stegvis.transfer.models import Import
from stegvis.transfer.reading import UnreadableFile, as_text


def files_of(workspace_id: int, ids: Sequence[int]) -> list[str]:
    """Where below the folder of files those of a person are: of entries about nobody else, and of their imports."""
    newest = list(belongings.only_of(workspace_id, ids).values_list("pk", flat=True))
    stored = belongings.files_of(workspace_id, belongings.versions_of(workspace_id, newest))
    names = [name for row in stored.values_list("place", "preview") for name in row if name]
    return [*names, *(f"imports/{one.path}" for one in belongings.imports_of(workspace_id, ids) if one.path)]


def remove_files(names: Iterable[str]) -> None:
    """Remove files of the installation that nothing points to any more; gone already is as good."""
    base = (Path(settings.HOME) / "files").resolve()
    for name in names:
        path = (base / name).resolve()
        if path.is_relative_to(base) and path.is_file():
            path.unlink(missing_ok=True)


def remove_import_files(workspace_id: int, words: Sequence[str]) -> int:
    """Remove the kept files in which one of `words` stands: what they brought is in the records. Returns how many."""
    removed = 0
    for batch in Import.objects.filter(workspace=workspace_id).iterator() if words else ():
        if batch.path and path_of(batch).is_file() and _holds(batch, words):
            path_of(batch).unlink(missing_ok=True)
            removed += 1
    return removed


def _holds(batch: Import, words: Sequence[str]) -> bool:
    """Whether a word stands in the file; one that cannot be read any more is of no use and counts as holding it."""
    found = pattern(words)
    try:
        for row in table_of(batch).rows():
            if found.search(" ".join(as_text(cell) for cell in row.cells)):
                return True
    except (OSError, ValueError, Refused, UnreadableFile):
        return True
    return False
