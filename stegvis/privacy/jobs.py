"""What the worker does for privacy: the long search for traces, and files that have to go."""

import time

from django.db import transaction

from stegvis.core.jobs import enqueue_on_commit, job
from stegvis.people.models import Erasure
from stegvis.privacy.operations.files import remove_files, remove_import_files
from stegvis.privacy.operations.sweeping import sweep_part

PART_SECONDS = 4


@job
def sweep(workspace_id: int, erasure_id: int) -> None:
    """Look for an erased person's words for some seconds, and have the next part run while there is more to do."""
    erasure = Erasure.objects.filter(workspace=workspace_id, pk=erasure_id).select_related("workspace").first()
    if erasure is None or erasure.finished_at:
        return
    if "files" in erasure.place:
        remove_files(erasure.place["files"])
        remove_import_files(workspace_id, erasure.words)
    end, more = time.monotonic() + PART_SECONDS, True
    while more and time.monotonic() < end:
        with transaction.atomic():
            more = sweep_part(erasure)
    if more:
        enqueue_on_commit(sweep, workspace_id=workspace_id, erasure_id=erasure_id)
