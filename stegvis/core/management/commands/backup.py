from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stegvis.core.backups import write_backup
from stegvis.core.backups.layout import BackupFailed


class Command(BaseCommand):
    """A backup of the whole installation; may run while people work."""

    help = "Write database and uploaded files to one zip file. The program may be running."

    def add_arguments(self, parser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="the zip file to make; must not exist")

    def handle(self, *, file: Path, **options) -> None:
        """Says how large it became."""
        try:
            size = write_backup(file.expanduser().resolve())
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Backed up to {file} ({size / 1_000_000:.1f} MB). The secret key is not in it: keep it apart."
        )
