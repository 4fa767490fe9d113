"""Jobs that come back: the queue itself holds the next run of each, so nothing has to tick while nothing is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

PERIODIC: dict[str, tuple[Task, timedelta]] = {}
PLANNING = 0x57E6_0001  # the advisory lock that planning workers take on PostgreSQL


def every(**interval: float) -> Callable[[Task], Task]:
    """Run the job below by itself, `interval` (timedelta's words: hours=24) after its last run was finished.

    The job takes no arguments. Its first run is at the next start of a worker.
    """
    pause = timedelta(**interval)

    def register(job: Task) -> Task:
        PERIODIC[job.module_path] = (job, pause)
        return job

    return register


def plan_missing() -> None:
    """Give every periodic job that is neither waiting nor running its next run. For the start of a worker."""
    for path, (job, pause) in PERIODIC.items():
        last = DBTaskResult.objects.finished().filter(task_path=path).order_by("-finished_at").first()
        plan(job, last.finished_at + pause if last else timezone.now())


def plan_next(row: DBTaskResult) -> None:
    """After a run of a periodic job: its next run; successful rows of earlier runs go, or they would pile up."""
    if row.task_path not in PERIODIC:
        return
    job, pause = PERIODIC[row.task_path]
    DBTaskResult.objects.successful().filter(task_path=row.task_path).exclude(id=row.id).delete()
    plan(job, timezone.now() + pause)


def plan(job: Task, at: datetime) -> None:
    """Enqueue the job for a time, unless it is waiting or running already."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    with one_at_a_time():
        if not DBTaskResult.objects.filter(task_path=job.module_path, status__in=unfinished).exists():
            job.using(run_after=at).enqueue()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction that no other planning worker shares: look and enqueue are one step."""
    with exclusive_transaction():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNING])
        yield
