"""What the worker does for imports."""

import logging
import time

from django.db import InterfaceError, OperationalError

from stegvis.core.bulk import many_commits
from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit, every, job
from stegvis.transfer.models import Import, State, WorkspaceExport, WorkspaceIntake
from stegvis.transfer.operations.importing import Engine, TakenOver, begin, mark_failed
from stegvis.transfer.operations.intakes import remove_old_intakes, take_in
from stegvis.transfer.operations.starting import adopt_abandoned, remove_unused
from stegvis.transfer.operations.taking_out import make_whole, remove_old
from stegvis.transfer.operations.undoing import undo_chunk

logger = logging.getLogger(__name__)
# After this long other jobs get their turn. Each chunk within is a transaction with its checkpoint, so a worker that
# is killed loses at most one, and whoever runs this part again goes on behind the last.
PART_SECONDS = 4


@job
def import_part(workspace_id: int, import_id: int) -> None:
    """Move an import on for some seconds, and have the next part run while there is more to do."""
    batch = Import.objects.filter(workspace=workspace_id, pk=import_id).select_related("workspace", "process").first()
    if batch is None or batch.state != State.RUNNING:
        return
    try:
        more = _work(batch)
    except TakenOver:
        return
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("Import %d stopped.", import_id)
        mark_failed(batch, error)
        return
    if more:
        enqueue_on_commit(import_part, workspace_id=workspace_id, import_id=import_id)


def _work(batch: Import) -> bool:
    """Whether there is more to do when the time is up."""
    try:
        begin(batch)
    except Refused:
        return False
    engine, end = Engine(batch), time.monotonic() + PART_SECONDS
    with many_commits():
        while more := engine.step():
            if time.monotonic() > end:
                break
    return more


@job
def undo_part(workspace_id: int, import_id: int) -> None:
    """Take an import back for some seconds, and have the next part run while there is more to do."""
    batch = Import.objects.filter(workspace=workspace_id, pk=import_id).select_related("workspace").first()
    if batch is None or batch.state != State.UNDOING:
        return
    end, more = time.monotonic() + PART_SECONDS, True
    while more and time.monotonic() < end:
        more = undo_chunk(batch)
    if more:
        enqueue_on_commit(undo_part, workspace_id=workspace_id, import_id=import_id)


@every(minutes=5)
@job
def adopt_abandoned_imports() -> None:
    """Imports that were begun by a command which was killed."""
    adopt_abandoned()


@every(hours=24)
@job
def remove_unused_files() -> None:
    """Uploads that nobody used for a month."""
    remove_unused()


@job
def write_whole_workspace(workspace_id: int, export_id: int) -> None:
    """Write a workspace to a file for who asked. In one piece: it is to be what was there at one moment."""
    exports = WorkspaceExport.objects.filter(workspace=workspace_id, pk=export_id).select_related("by__workspace")
    export = exports.first()
    if export is not None and export.is_under_way:
        make_whole(export)


@every(hours=1)
@job
def remove_old_exports() -> None:
    """Files of whole workspaces are there for a day."""
    remove_old()
    remove_old_intakes()


@job
def take_in_whole_workspace(intake_id: int) -> None:
    """Take in what was uploaded at the first run: all of it, or nothing."""
    intake = WorkspaceIntake.objects.filter(pk=intake_id).first()
    if intake is not None and intake.is_under_way:
        take_in(intake)
