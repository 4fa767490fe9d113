from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from stegvis.transfer.commands import workspace_named
from stegvis.transfer.operations.taking_out import write_workspace
from stegvis.transfer.run import AUTOMATION
from stegvis.workspaces.permissions import Automation


class Command(BaseCommand):
    """A whole workspace as one file; may run while people work."""

    help = "Write a whole workspace, files included, to one zip file that import_workspace takes in."

    def add_arguments(self, parser) -> None:
        """Which, and where to."""
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("file", type=Path, help="the zip file to make; must not exist")

    def handle(self, *, workspace: str, file: Path, **options) -> None:
        """The file appears under its name, readable by its owner alone, once it is whole."""
        by = Automation(AUTOMATION, workspace_named(workspace))
        try:
            rows = write_workspace(file.expanduser().resolve(), by=by)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"Wrote {sum(rows.values())} rows of “{workspace}” to {file}.")
