"""What the worker does for companies and people."""

import time

from django.db import transaction

from stegvis.core.jobs import enqueue_on_commit, every, is_waiting, job
from stegvis.people.fit_keeping import reckon_part
from stegvis.people.models import FitMark, RecordKind
from stegvis.people.operations.scanning import scan_part
from stegvis.workspaces.models import Workspace

# After this long other jobs get their turn. Each part within is a transaction that says how far it came.
PART_SECONDS = 4


@every(minutes=5)
@job
def look_for_duplicates() -> None:
    """Look at what is new or changed in every workspace; a large one goes on in jobs of its own."""
    for pk in Workspace.objects.values_list("pk", flat=True):
        if not is_waiting(scan_workspace, workspace_id=pk):
            scan_workspace.call(workspace_id=pk)


@job
def scan_workspace(workspace_id: int) -> None:
    """Look for duplicates in a workspace for some seconds, and have the next part run while there is more to do."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    end = time.monotonic() + PART_SECONDS
    for kind in RecordKind.values if workspace else ():
        while _next_part(workspace, kind):
            if time.monotonic() > end:
                enqueue_on_commit(scan_workspace, workspace_id=workspace_id)
                return


def scan_soon(workspace_id: int) -> None:
    """Have a workspace looked through now, unless that is going on."""
    if not is_waiting(scan_workspace, workspace_id=workspace_id):
        enqueue_on_commit(scan_workspace, workspace_id=workspace_id)


def _next_part(workspace: Workspace, kind: str) -> bool:
    with transaction.atomic():
        return scan_part(workspace, kind)


@every(minutes=1)
@job
def reckon_all_fits() -> None:
    """How well companies fit the ideal customer, where they were changed: in every workspace."""
    marks = FitMark.objects.across_workspaces("the job serves all of them")
    for pk in marks.order_by().values_list("workspace", flat=True).distinct():
        if not is_waiting(reckon_fits, workspace_id=pk):
            reckon_fits.call(workspace_id=pk)


@job
def reckon_fits(workspace_id: int) -> None:
    """Reckon the fit of marked companies for some seconds, and have the next part run while there is more to do."""
    workspace = Workspace.objects.filter(pk=workspace_id).first()
    end = time.monotonic() + PART_SECONDS
    while workspace and reckon_part(workspace):
        if time.monotonic() > end:
            enqueue_on_commit(reckon_fits, workspace_id=workspace_id)
            return
