from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult


def enqueue_on_commit(job: Task, *args: Any, **kwargs: Any) -> None:
    """Have the worker run `job` once the surrounding transaction is committed; nothing is run when it rolls back.

    A queue in our own database takes the job within the transaction: the worker sees both at once, and no crash
    between the commit and the enqueueing can lose the job. Any other backend is asked after the commit.
    Arguments must be JSON: ids, not objects.
    """
    if isinstance(job.get_backend(), DatabaseBackend):
        job.enqueue(*args, **kwargs)
    else:
        transaction.on_commit(partial(job.enqueue, *args, **kwargs))


def is_waiting(job: Task, **kwargs: Any) -> bool:
    """Whether `job` with exactly these arguments waits or runs: a chain of jobs needs no second one beside it."""
    unfinished = DBTaskResult.objects.filter(
        task_path=job.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    return any(one.args_kwargs["kwargs"] == kwargs for one in unfinished.only("args_kwargs"))


def failed_since(job: Task, since: datetime, **kwargs: Any) -> bool:
    """Whether `job` with exactly these arguments ended in an error after `since`."""
    failed = DBTaskResult.objects.filter(
        task_path=job.module_path, status=TaskResultStatus.FAILED, finished_at__gte=since
    )
    return any(one.args_kwargs["kwargs"] == kwargs for one in failed.only("args_kwargs"))
