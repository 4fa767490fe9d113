"""Periodic jobs of the machine room."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task as job
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs.recovery import take_back_abandoned
from stegvis.core.jobs.schedule import every

KEEP_SUCCESSFUL = timedelta(days=14)
KEEP_FAILED = timedelta(days=60)


@every(minutes=5)
@job
def take_over_from_dead_workers() -> None:
    """With several workers, the living ones take over at once; a single one does so at its own start."""
    take_back_abandoned()


@every(hours=24)
@job
def remove_old_jobs() -> None:
    """Finished jobs are kept for a while, failed ones longer, for whoever wonders what happened."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


@every(hours=24)
@job
def remove_old_sessions() -> None:
    """Sessions that have expired."""
    call_command("clearsessions")
