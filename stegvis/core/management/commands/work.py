from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from stegvis.core.collecting import collect_rarely
from stegvis.core.jobs.worker import JobWorker


class Command(BaseCommand):
    """Runs background jobs until told to stop."""

    help = "Run background jobs until Ctrl-C or SIGTERM; bin/serve starts one of these beside the web server."

    def add_arguments(self, parser) -> None:
        """How often to look for work, and whether to stop when there is none."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks into the queue")
        parser.add_argument("--batch", action="store_true", help="stop when no job is left")

    def handle(self, *, interval: float, batch: bool, **options) -> None:
        """Imports every app's jobs.py, for the periodic jobs registered there."""
        autodiscover_modules("jobs", "jobs.housekeeping", "search.keeping")
        collect_rarely()
        worker = JobWorker(interval=interval, batch=batch)
        worker.configure_signals()
        worker.run()
