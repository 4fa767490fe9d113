"""Writing a backup, while the program runs."""

import json
import os
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import stegvis
from stegvis.core.backups import databases
from stegvis.core.backups.layout import DATABASE, FILES, FORMAT, MANIFEST, BackupFailed, files_folder


def write_backup(path: Path) -> int:
    """Back the installation up to `path` (mode 0600, only there once it is complete); its size in bytes.

    The database comes first, then the files: whatever file it knows is in the backup. Raises BackupFailed.
    """
    if path.exists():
        raise BackupFailed(f"{path} exists already. Choose another name.")
    if not path.parent.is_dir():
        raise BackupFailed(f"The folder {path.parent} does not exist.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write(draft)
        os.link(draft, path)
    except OSError as error:
        raise BackupFailed(f"The backup could not be written: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return path.stat().st_size


def _write(draft: Path) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, json.dumps(_manifest(), indent=2))
        with tempfile.TemporaryDirectory(dir=draft.parent, prefix=".stegvis-backup-") as folder:
            copy = Path(folder) / "database"
            databases.dump(copy)
            archive.write(copy, DATABASE[connection.vendor])
        for found in sorted(files_folder().rglob("*")):
            _add(archive, found)
        file.flush()


def _add(archive: ZipFile, found: Path) -> None:
    """One uploaded file; one that was deleted a moment ago is left out."""
    if found.is_file():
        name = FILES + found.relative_to(files_folder()).as_posix()
        try:
            archive.write(found, name, ZIP_STORED)
        except FileNotFoundError:
            return


def _manifest() -> dict:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "version": stegvis.__version__,
        "database": connection.vendor,
        "made_at": timezone.now().isoformat(),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }
