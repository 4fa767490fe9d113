"""Long work as a chain of short jobs, each done exactly once whenever the worker is killed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task, TaskContext, TaskResult, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult


class JobTakenOver(Exception):
    """Another worker has this job by now: what was done here is rolled back."""


def chunked_job(function: Callable[..., dict[str, Any] | None]) -> Task:
    """Make `function(**arguments)` a job whose return value is the arguments of its next chunk, or None at the end.

    A chunk's writes, the next chunk and the mark "done" are one transaction. A worker killed before the commit
    leaves nothing behind, one killed after it leaves nothing to repeat. So a chunk should take a second or two, and
    effects outside the database (mail, files) belong in a plain job that the chunk enqueues.
    """

    @wraps(function)
    def run_chunk(context: TaskContext, **arguments: Any) -> None:
        with transaction.atomic():
            following = function(**arguments)
            if following is not None:
                chunk.enqueue(**following)
            mark_done(context.task_result)

    del run_chunk.__wrapped__  # type: ignore[attr-defined]  # the signature that counts has `context` in front
    chunk = task(takes_context=True)(run_chunk)
    return chunk


def mark_done(result: TaskResult) -> None:
    """Finish the job within the chunk's transaction; raises JobTakenOver when it is no longer this worker's."""
    mine = DBTaskResult.objects.running().filter(id=result.id, worker_ids=result.worker_ids)
    if not mine.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()):
        raise JobTakenOver(str(result.id))
