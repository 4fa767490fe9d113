"""Periodic jobs of the machine room."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task as job
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs.recovery import take_back_abandoned
from stegvis.core.jobs.schedule import every
from stegvis.core.once import OnceToken

KEEP_SUCCESSFUL = timedelta(days=14)
KEEP_FAILED = timedelta(days=60)
# A phone may be without network for long; what it sends after that is sent again.
KEEP_TOKENS = timedelta(days=30)


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


@every(hours=24)
@job
def remove_old_tokens() -> None:
    """Tokens of what was sent so long ago that nobody sends it again."""
    OnceToken.objects.filter(at__lt=timezone.now() - KEEP_TOKENS).delete()
