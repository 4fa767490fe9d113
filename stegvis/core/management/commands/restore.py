from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stegvis.core.backups import restore_backup
from stegvis.core.backups.layout import BackupFailed


class Command(BaseCommand):
    """Puts a backup in the place of what is here."""

    help = "Restore a backup made by `backup`. Stop Stegvis first."
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        """From where, and whether to replace what is here."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what is here (it is backed up first)")

    def handle(self, *, file: Path, force: bool, **options) -> None:
        """Says where the state before it was kept."""
        try:
            kept = restore_backup(file.expanduser().resolve(), force=force)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        if kept:
            self.stdout.write(f"What was here is in {kept}.")
        self.stdout.write(
            "Restored. The next start brings the database up to date if the backup is of an older version."
        )
