"""Taking a file in: kept outside what the web server serves, under a name nobody can guess."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from stegvis.core.errors import Refused
from stegvis.transfer.messages import unreadable_text
from stegvis.transfer.models import Import
from stegvis.transfer.reading import Table, Understanding, UnreadableFile, open_table
from stegvis.workspaces.permissions import Actor, Automation, require

_BLOCK = 1 << 20


def receive_file(blocks: Iterable[bytes], *, name: str, kind: str, by: Actor) -> Import:
    """Keep the file that `blocks` make up, and what is understood of it, as an import that waits for its mapping.

    Raises PermissionDenied, and Refused (nothing is kept) for a file that cannot be read as a table.
    """
    require(by, "import")
    path = _new_path(name)
    size, digest = _write(path, blocks)
    try:
        table = open_table(path)
    except UnreadableFile as error:
        path.unlink()
        raise Refused(unreadable_text(error)) from error
    return Import.objects.create(
        workspace=by.workspace,
        by=None if isinstance(by, Automation) else by,
        kind=kind,
        name=Path(name).name[:300],
        path=path.name,
        size=size,
        sha256=digest,
        understanding=table.understanding.to_json(),
        rows=table.understanding.rows,
    )


def blocks_of(path: Path) -> Iterator[bytes]:
    """The content of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    for block in blocks_of(path):
        found.update(block)
    return found.hexdigest()


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


def _new_path(name: str) -> Path:
    suffix = Path(name).suffix.lower()
    return folder() / f"{secrets.token_urlsafe(24)}{suffix if suffix in ('.csv', '.xlsx', '.txt', '.tsv') else ''}"


def _write(path: Path, blocks: Iterable[bytes]) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()
