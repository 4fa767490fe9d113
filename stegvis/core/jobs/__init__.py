"""Background work. A *job* is a function that the worker runs later; a task is something a seller does.

- `@job` on a module-level function, then `enqueue_on_commit(function, ...)`. A worker may be killed at any moment and
  the job is then run again: a plain job must bear that.
- `@chunked_job` for long work: each chunk is one transaction, done exactly once, and names the next chunk.
- `@every(hours=24)` above `@job` for work that comes back.

Jobs live in an app's `jobs.py`, which the worker imports at its start.
"""

from django_tasks import task as job

from stegvis.core.jobs.chunks import chunked_job
from stegvis.core.jobs.enqueueing import enqueue_on_commit, failed_since, is_waiting
from stegvis.core.jobs.schedule import every

__all__ = ["chunked_job", "enqueue_on_commit", "every", "failed_since", "is_waiting", "job"]
