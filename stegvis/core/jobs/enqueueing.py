from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend


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
