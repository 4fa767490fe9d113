"""Background jobs in tests: run here and now, or by a real worker process that can be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs.worker import JobWorker


def run_jobs(limit: int = 1000) -> int:
    """Run the jobs that are ready, and those they enqueue, in this process; returns how many ran.

    Raises AssertionError with the traceback when one fails, or when there is no end to them.
    """
    worker = JobWorker(interval=0, batch=True)
    for number in range(limit):
        row = DBTaskResult.objects.ready().first()
        if row is None:
            return number
        row.claim("test")
        worker.run_task(row)
        assert row.status != TaskResultStatus.FAILED, f"{row.task_path} failed:\n{row.traceback}"
    raise AssertionError(f"more than {limit} jobs")


@contextmanager
def worker_process() -> Iterator[subprocess.Popen]:
    """A real worker on the test's database (the test must be a transactional one); killed at the end of the block."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "stegvis.config.settings",
        "STEGVIS_HOME": str(settings.HOME),
        "DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-m", "stegvis", "work", "--interval", "0.05"]
    worker = subprocess.Popen(command, env=environment)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def database_url() -> str:
    """The database this test runs on, for another process; what is not in its address goes to libpq as options."""
    wanted = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{wanted['NAME']}"
    options = urlencode({"user": wanted["USER"], "password": wanted["PASSWORD"], **wanted["OPTIONS"]})
    place = f"{wanted['HOST']}:{wanted['PORT']}" if wanted["PORT"] else wanted["HOST"]
    return f"postgresql://{place}/{wanted['NAME']}?{options}"
