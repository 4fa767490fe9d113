import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from stegvis.core.table_files import FORMATS
from stegvis.transfer.commands import actor_of, workspace_named
from stegvis.transfer.models import Kind
from stegvis.transfer.operations.exporting import export_records


class Command(BaseCommand):
    """Writes records to a file or to the standard output."""

    requires_system_checks = ()  # scripts call this often; bin/check and the tests look at the system
    help = "Export companies, people, deals, tasks, notes, calls …; import_records takes CSV and XLSX back in."

    def add_arguments(self, parser) -> None:
        """Without --as everything is exported, private records included."""
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--format", choices=list(FORMATS), default="csv")
        parser.add_argument("--output", type=Path, metavar="FILE", help="else the standard output")
        parser.add_argument("--as", dest="member", metavar="EMAIL", help="only what this member may see and export")

    def handle(self, *, workspace: str, kind: str, output: Path | None, **options) -> None:
        """A file appears under its name only when it is whole."""
        by = actor_of(workspace_named(workspace), options["member"], "export")
        blocks = export_records(kind, options["format"], by=by)
        if output is None:
            for block in blocks:
                sys.stdout.buffer.write(block)
            sys.stdout.flush()
            return
        draft = output.with_name(f".{output.name}.part")
        with draft.open("wb") as file:
            file.writelines(blocks)
        draft.replace(output)
