"""Taking a file in: kept outside what the web server serves, under a name nobody can guess."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from stegvis.core.errors import Refused
from stegvis.transfer.keeping import folder
from stegvis.transfer.keeping import path_of as path_of
from stegvis.transfer.keeping import table_of as table_of
from stegvis.transfer.messages import unreadable_text
from stegvis.transfer.models import Import
from stegvis.transfer.reading import UnreadableFile, open_table
from stegvis.workspaces.permissions import Actor, member_of, require

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
        by=member_of(by),
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
