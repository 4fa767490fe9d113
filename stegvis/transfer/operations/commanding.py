"""An import by command: from the first row to the last in this process, or on from where a killed one stood."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs.lease import is_alive, lease
from stegvis.transfer.models import Import, State
from stegvis.transfer.operations.importing import run_import
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.transfer.operations.receiving import blocks_of, digest_of, path_of, receive_file
from stegvis.workspaces.permissions import Actor

_BROKEN_OFF = (State.READY, State.RUNNING, State.FAILED)


def import_file(
    path: Path, *, kind: str, by: Actor, asked: Mapping[str, Any] | None, process: str | None = None, dry: bool = False
) -> Import:
    """Import the file at `path` and return the import when it is done; `dry` takes everything back at the end.

    `asked` is a mapping's JSON. An import of the same file, kind and mapping that was broken off is gone on with.
    Raises PermissionDenied, and Refused with a sentence.
    """
    if not path.is_file():
        raise Refused(_("There is no file “%(path)s”.") % {"path": path})
    if dry:
        return _try_import(path, kind=kind, by=by, asked=asked, process=process)
    with lease() as runner:
        batch = broken_off(path, kind=kind, by=by, asked=asked, process=process)
        if batch is None:
            batch = receive_file(blocks_of(path), name=path.name, kind=kind, by=by)
            prepare_import(batch, asked or {}, by=by, process=process)
        return run_import(batch, runner=runner)


def broken_off(
    path: Path, *, kind: str, by: Actor, asked: Mapping[str, Any] | None, process: str | None
) -> Import | None:
    """The newest unfinished import of this file with the same words; Refused while another process is at it."""
    same = Import.objects.filter(workspace=by.workspace, kind=kind, sha256=digest_of(path), state__in=_BROKEN_OFF)
    wanted = process or (asked or {}).get("process")
    for batch in same.order_by("-id"):
        if batch.asked == (asked or {}) and batch.mapping.get("process") == wanted and path_of(batch).exists():
            if batch.state == State.RUNNING and batch.runner and is_alive(batch.runner):
                raise Refused(_("This file is being imported right now."))
            batch.workspace = by.workspace
            return batch
    return None


def _try_import(path: Path, *, kind: str, by: Actor, asked: Mapping[str, Any] | None, process: str | None) -> Import:
    """In one transaction that is rolled back: the figures are those of a real import."""
    batch = None
    try:
        with transaction.atomic():
            batch = receive_file(blocks_of(path), name=path.name, kind=kind, by=by)
            prepare_import(batch, asked or {}, by=by, process=process)
            run_import(batch)
            transaction.set_rollback(True)
    finally:
        if batch:
            path_of(batch).unlink(missing_ok=True)
    return batch
