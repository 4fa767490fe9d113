from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone


class Command(BaseCommand):
    """Brings the database up to date, with a backup before anything in it is changed."""

    help = "Make the database ready for this version: back up, migrate, and with --demo fill an empty one."

    def add_arguments(self, parser) -> None:
        """The demo workspace is asked for, never assumed: servers set up by hand start empty."""
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo workspace")
        parser.add_argument("--language", default="en", help="the demo's language")

    def handle(self, *, demo: bool, language: str, **options) -> None:
        """Quick when there is nothing to do: every start calls this."""
        self.migrate()
        call_command("createcachetable", verbosity=0)
        if demo and not self.is_in_use():
            self.create_demo(language)

    def migrate(self) -> None:
        """Pending migrations, behind a backup when there is something to lose."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        if executor.loader.applied_migrations:
            self.back_up(len(plan))
        else:
            self.stdout.write("Making the database …")
        call_command("migrate", interactive=False, verbosity=0)

    def back_up(self, steps: int) -> None:
        """The way back from this version: docs/self-hosting.md tells how."""
        path = self.backup_path()
        self.stdout.write(f"The database is of an older version ({steps} steps behind). A backup comes first.")
        call_command("backup", str(path), verbosity=0)
        self.stdout.write("Bringing it up to date …")

    def backup_path(self) -> Path:
        """A new name in the installation's own folder."""
        folder = Path(settings.HOME) / "backups"
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder / f"before-upgrade-{timezone.now():%Y%m%d-%H%M%S}.zip"

    def is_in_use(self) -> bool:
        """Whether somebody has an account here."""
        return get_user_model()._base_manager.exists()

    def create_demo(self, language: str) -> None:
        """The mark tells `bin/serve`, now and at later starts, to offer the demo's sign-in."""
        self.stdout.write("Making the demo workspace …")
        call_command("create_demo", language=language, verbosity=0)
        (Path(settings.HOME) / "demo").touch()
