import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stegvis.core.collecting import collect_rarely
from stegvis.core.errors import Refused
from stegvis.transfer.commands import actor_of, workspace_named
from stegvis.transfer.models import Kind
from stegvis.transfer.operations.commanding import import_file
from stegvis.transfer.reporting import as_lines, as_report


class Command(BaseCommand):
    """Imports a file, or goes on with an import of the same file that was broken off."""

    requires_system_checks = ()  # scripts call this often; bin/check and the tests look at the system
    help = "Import companies, people, deals, stage history, tasks, notes, calls … from a CSV or XLSX file."

    def add_arguments(self, parser) -> None:
        """See docs/import-mapping.md for the mapping file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--process", metavar="NAME", help="made of the file's stages when there is none")
        parser.add_argument("--mapping", type=Path, metavar="FILE.json", help="else columns and stages are suggested")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then take it back")
        parser.add_argument("--as", dest="member", metavar="EMAIL", help="act as this member")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *, file: Path, workspace: str, kind: str, **options) -> None:
        """Print what became of the rows; refusals end with status 1."""
        collect_rarely()
        by = actor_of(workspace_named(workspace), options["member"], "import")
        asked, started = self.read_mapping(options["mapping"]), time.monotonic()
        try:
            batch = import_file(file, kind=kind, by=by, asked=asked, process=options["process"], dry=options["dry_run"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        report = as_report(batch, seconds=time.monotonic() - started, dry=options["dry_run"])
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["format"] == "json" else as_lines(report))

    def read_mapping(self, path: Path | None) -> dict[str, Any] | None:
        """The mapping file, None where none was given."""
        try:
            return json.loads(path.read_text(encoding="utf-8")) if path else None
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error
