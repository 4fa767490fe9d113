"""Restoring a backup: checked before anything is touched, the present state kept aside."""

import json
import shutil
import tempfile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from stegvis.core.backups import databases
from stegvis.core.backups.layout import DATABASE, FILES, FORMAT, MANIFEST, BackupFailed, files_folder
from stegvis.core.backups.writing import write_backup


def restore_backup(path: Path, *, force: bool = False) -> Path | None:
    """Make this installation what it was when `path` was written. Nobody may be using it.

    Where there is a database already, `force` is needed, and it is backed up first: the path of that backup is
    returned. Raises BackupFailed, with nothing changed, for what is no backup of this program and database.
    """
    try:
        with ZipFile(path) as archive:
            _check(archive)
            kept = _keep_present(force)
            _put_back(archive)
    except (OSError, BadZipFile) as error:
        raise BackupFailed(f"{path} cannot be read as a backup: {error}.") from error
    return kept


def _check(archive: ZipFile) -> None:
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise BackupFailed("This is not a backup of Stegvis.") from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed("This backup is of a newer Stegvis. Install that version first.")
    if manifest["database"] != connection.vendor:
        raise BackupFailed(f"This backup is of a {manifest['database']} database, this one is {connection.vendor}.")
    if archive.testzip():
        raise BackupFailed("The backup is damaged.")
    _refuse_newer(manifest["migrations"])


def _refuse_newer(migrations: list[str]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := set(migrations) - known:
        raise BackupFailed(f"This backup is of a newer Stegvis ({min(unknown)}). Install that version first.")


def _keep_present(force: bool) -> Path | None:
    if databases.is_empty():
        return None
    if not force:
        raise BackupFailed("There is data here already. Say --force to replace it; it is backed up first.")
    folder = files_folder().parent / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / f"before-restore-{timezone.now():%Y%m%d-%H%M%S-%f}.zip"
    write_backup(path)
    return path


def _put_back(archive: ZipFile) -> None:
    """Files beside first, then the database, then the files in place: what fails, fails before anything is lost."""
    home = files_folder().parent
    with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as folder:
        archive.extractall(folder)  # names were made by us; ZipFile keeps them inside the folder
        databases.load(Path(folder) / DATABASE[connection.vendor])
        if files_folder().exists():
            shutil.rmtree(files_folder())
        files = Path(folder) / FILES
        shutil.move(files, files_folder()) if files.exists() else files_folder().mkdir()
