"""The worker: django-tasks' own, which also survives a locked database and takes up what dead workers left."""

import logging
import sys
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs.lease import lease
from stegvis.core.jobs.recovery import take_back_abandoned, try_again_later
from stegvis.core.jobs.schedule import plan_missing, plan_next

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 2


class JobWorker(Worker):
    """Runs one job after the other; looks for new ones every `interval` seconds."""

    def __init__(self, *, interval: float = 1.0, batch: bool = False):
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="",
        )

    def run(self) -> None:
        """Work until told to stop (with `batch`: until the queue is empty)."""
        while self.running:
            try:
                self.work()
                break
            except (OperationalError, InterfaceError) as trouble:
                logger.warning("The database does not answer (%s), trying again.", trouble)
                connection.close()
                time.sleep(PAUSE_SECONDS)

    def work(self) -> None:
        """One life: a new lease, so that a job left over from trouble in the last one is found and taken back."""
        with lease() as self.worker_id:
            if number := take_back_abandoned():
                logger.warning("Took back %d job(s) of a worker that died.", number)
            plan_missing()
            super().run()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one job, then see to its next try or its next run."""
        super().run_task(db_task_result)
        try_again_later(db_task_result)
        plan_next(db_task_result)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the job in hand, then stop. A second signal changes nothing: Ctrl-C reaches us twice, once from the
        terminal and once from the supervisor."""
        self.running = False
        if not self.running_task:
            sys.exit(0)
