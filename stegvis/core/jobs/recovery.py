"""Jobs whose worker died, or met a database that did not answer, are run again: a few times, not for ever."""

from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs.lease import is_alive

MAX_ATTEMPTS = 5
PASSING = f"{OperationalError.__module__}.{OperationalError.__qualname__}"


def take_back_abandoned() -> int:
    """Put the running jobs of dead workers back into the queue; returns how many.

    A job that has lost MAX_ATTEMPTS workers probably killed them: it fails instead.
    """
    abandoned = [row for row in DBTaskResult.objects.running() if not is_alive(row.worker_ids[-1])]
    return sum(put_back(row) for row in abandoned)


def put_back(row: DBTaskResult) -> int:
    """Make the job ready again, or failed; 0 when somebody else was quicker."""
    mine = DBTaskResult.objects.running().filter(id=row.id, worker_ids=row.worker_ids)
    if len(row.worker_ids) < MAX_ATTEMPTS:
        return mine.update(status=TaskResultStatus.READY)
    reason = f"Given up: {len(row.worker_ids)} workers died while they ran this job."
    mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=reason)
    return 0


def try_again_later(row: DBTaskResult) -> None:
    """A job that failed because the database was locked or away waits 2, 4, 8, 16 seconds and gets another try."""
    attempts = len(row.worker_ids)
    if row.status != TaskResultStatus.FAILED or row.exception_class_path != PASSING or attempts >= MAX_ATTEMPTS:
        return
    row.status = TaskResultStatus.READY
    row.run_after = timezone.now() + timedelta(seconds=2**attempts)
    row.save(update_fields=["status", "run_after"])
