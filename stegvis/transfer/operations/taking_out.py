"""Writing a whole workspace to a file: at once, or by the worker for a member who fetches it later."""

import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.jobs import enqueue_on_commit
from stegvis.transfer.models import WorkspaceExport
from stegvis.transfer.models.whole import KEPT
from stegvis.transfer.whole.keeping import path_of, progress_of
from stegvis.transfer.whole.writing import Progress, write_whole
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, Scope, may, require, scope_of

State = WorkspaceExport.State


def may_take_out(by: Actor) -> bool:
    """Whether `by` may have everything: other people's private records too, so it takes both."""
    return may(by, "settings") and scope_of(by, "export") == Scope.ALL


def require_all(by: Actor) -> None:
    """Raises PermissionDenied unless `by` may have everything."""
    require(by, "settings")
    if not may_take_out(by):
        raise PermissionDenied(_("Only who may export everything can do this."))


@transaction.atomic
def ask_for_whole(*, by: Member) -> WorkspaceExport:
    """Have the worker write everything of the workspace of `by` to a file; one that is being written stays the one.

    Raises PermissionDenied.
    """
    from stegvis.transfer.jobs import write_whole_workspace

    require_all(by)
    mine = WorkspaceExport.objects.select_for_update().filter(workspace=by.workspace_id, by=by)
    running = mine.filter(state__in=(State.WAITING, State.RUNNING)).first()
    if running:
        return running
    made = WorkspaceExport.objects.create(workspace=by.workspace, by=by, path=f"{secrets.token_hex(20)}.zip")
    audit("workspace_exported", by=by, detail={"for": by.email or by.name})
    enqueue_on_commit(write_whole_workspace, workspace_id=by.workspace_id, export_id=made.pk)
    return made


def write_workspace(path: Path, *, by: Actor, progress: Progress | None = None) -> dict[str, int]:
    """Everything of the workspace of `by` in a new file at `path`, only there once it is whole; how many rows of what.

    Raises PermissionDenied, and FileExistsError or another OSError.
    """
    require_all(by)
    if path.exists():
        raise FileExistsError(17, os.strerror(17), str(path))
    audit("workspace_exported", by=by, detail={"to": path.name[:200]})
    return write_file(path, by, progress)


def write_file(path: Path, by: Actor, progress: Progress | None = None) -> dict[str, int]:
    """The file itself: for the program's own eyes while it is being written, and whole when it has its name."""
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            manifest = write_whole(by.workspace, file, progress)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest["rows"]


def make_whole(export: WorkspaceExport) -> None:
    """Write what was asked for. Nothing is written for who may not have it any more."""
    _set(export, state=State.RUNNING)
    try:
        require_all(export.by)
        write_file(path_of(export), export.by, lambda done, all_: _tell(export, done, all_))
    except (PermissionDenied, OSError):
        _set(export, state=State.FAILED, finished_at=timezone.now())
    else:
        size = path_of(export).stat().st_size
        _set(export, state=State.DONE, finished_at=timezone.now(), size=size)
    finally:
        progress_of(export).unlink(missing_ok=True)


def _set(export: WorkspaceExport, **facts) -> None:
    WorkspaceExport.objects.filter(workspace=export.workspace_id, pk=export.pk).update(**facts)


def _tell(export: WorkspaceExport, done: int, all_: int) -> None:
    """Beside the file: the transaction that reads everything cannot say in the database how far it has come."""
    progress_of(export).write_text(json.dumps([done, all_]))


def remove_old() -> int:
    """Take away files that are a day old, and what says that they were; how many."""
    old = WorkspaceExport.objects.across_workspaces("the job serves all of them")
    gone = list(old.filter(asked_at__lt=timezone.now() - 2 * KEPT) | old.filter(finished_at__lt=timezone.now() - KEPT))
    for export in gone:
        path_of(export).unlink(missing_ok=True)
        progress_of(export).unlink(missing_ok=True)
        WorkspaceExport.objects.filter(workspace=export.workspace_id, pk=export.pk).delete()
    return len(gone)
