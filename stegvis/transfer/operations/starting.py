"""Letting the worker begin with an import, and throwing away one that never began."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit
from stegvis.core.jobs.lease import is_alive
from stegvis.transfer.keeping import path_of
from stegvis.transfer.models import Import, State
from stegvis.transfer.operations.correcting import require_draft
from stegvis.transfer.operations.preparing import prepare_import
from stegvis.transfer.operations.trying import forget_events
from stegvis.transfer.operations.undoing import begin_undo
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import require

KEEP = timedelta(days=30)
_AT_WORK = (State.RUNNING, State.UNDOING)
_GOES_ON = (State.READY, State.FAILED)


@transaction.atomic
def start_import(batch: Import, *, by: Member) -> None:
    """Decide what is still open, and have the worker import the file. Raises PermissionDenied, Refused."""
    require(by, "import")
    require_draft(batch)
    forget_events(batch)
    prepare_import(batch, batch.asked, by=by)
    audit("imported", by=by, detail={"file": batch.name, "kind": batch.kind})
    go_on(batch, by=by)


@transaction.atomic
def go_on(batch: Import, *, by: Member) -> None:
    """Have the worker take up an import that is ready, or stopped at an error, where it stands. Raises as above."""
    from stegvis.transfer.jobs import import_part

    require(by, "import")
    ready = Import.objects.filter(workspace=by.workspace, pk=batch.pk, state__in=_GOES_ON)
    if not ready.update(state=State.RUNNING, runner="", error="", heartbeat_at=timezone.now()):
        raise Refused(_("This import cannot begin: it is done, or somebody is at it."))
    enqueue_on_commit(import_part, workspace_id=by.workspace.pk, import_id=batch.pk)


@transaction.atomic
def start_undo(batch: Import, *, by: Member) -> None:
    """Have the worker take a whole import back. Raises PermissionDenied, Refused."""
    from stegvis.transfer.jobs import undo_part

    begin_undo(batch, by=by)
    enqueue_on_commit(undo_part, workspace_id=by.workspace.pk, import_id=batch.pk)


@transaction.atomic
def discard_import(batch: Import, *, by: Member) -> None:
    """Delete an upload that never became an import, and its file. Raises PermissionDenied, Refused."""
    require(by, "import")
    require_draft(batch)
    Import.objects.filter(workspace=by.workspace, pk=batch.pk).delete()
    transaction.on_commit(lambda: remove_file(batch))


def adopt_abandoned() -> list[Import]:
    """Hand imports whose command died to the worker, which goes on behind their last chunk; returns them."""
    from stegvis.transfer.jobs import import_part

    everywhere = Import.objects.across_workspaces("a dead command can be of any workspace")
    running = everywhere.filter(state=State.RUNNING).exclude(runner="")
    abandoned = [batch for batch in running if not is_alive(batch.runner)]
    for batch in abandoned:
        mine = Import.objects.filter(workspace=batch.workspace_id, pk=batch.pk, runner=batch.runner)
        if mine.update(runner="", heartbeat_at=timezone.now()):
            enqueue_on_commit(import_part, workspace_id=batch.workspace_id, import_id=batch.pk)
    return abandoned


def remove_file(batch: Import) -> None:
    """Take the kept file away; without one nothing happens."""
    forget_events(batch)
    path_of(batch).unlink(missing_ok=True)


def remove_unused(now=None) -> int:
    """Files nobody has used for a month go; uploads that never began go with them. Returns how many."""
    before = (now or timezone.now()) - KEEP
    everywhere = Import.objects.across_workspaces("old files go in every workspace")
    old = list(everywhere.filter(created_at__lt=before).exclude(state__in=_AT_WORK))
    old = [one for one in old if path_of(one).exists() or one.state == State.UPLOADED]
    for batch in old:
        remove_file(batch)
        if batch.state in (State.UPLOADED, State.READY):
            Import.objects.filter(workspace=batch.workspace_id, pk=batch.pk).delete()
    return len(old)
