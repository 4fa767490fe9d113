import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from stegvis.core.errors import Refused
from stegvis.processes.document import document_of
from stegvis.processes.exporting import KINDS, export_drawing
from stegvis.processes.models import Process
from stegvis.processes.overlays import PLAIN
from stegvis.processes.queries import current_drawing
from stegvis.processes.template_rules import LANGUAGES
from stegvis.processes.views.showing import WAYS, said_of
from stegvis.workspaces.models import Workspace


class Command(BaseCommand):
    """Writes a drawing of a process, or the process itself as JSON, to a file or to the standard output."""

    requires_system_checks = ()
    help = "Export a process as a drawing (SVG, PNG, PDF of one page), as Mermaid, XLSX or JSON."

    def add_arguments(self, parser) -> None:
        """The process is named by its number in the address or by its name."""
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--process", required=True, metavar="NUMBER or NAME")
        parser.add_argument("--drawing", choices=WAYS, default="map")
        parser.add_argument("--format", choices=["svg", "png", "pdf", "mermaid", "json", "xlsx"], default="pdf")
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the words around the process' own")
        parser.add_argument("--output", type=Path, metavar="FILE", help="else the standard output")

    def handle(self, *, workspace: str, process: str, language: str, output: Path | None, **options) -> None:
        """Nothing is written where something is wrong."""
        found = self._find(workspace, process)
        with translation.override(language):
            content = self._content(found, options["drawing"], options["format"])
        if output:
            output.write_bytes(content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.flush()

    def _content(self, process: Process, way: str, kind: str) -> bytes:
        if kind == "json":
            return document_of(process).encode()
        if kind not in KINDS[way]:
            raise CommandError(f"The {way} comes as {', '.join((*KINDS[way], 'json'))}.")
        drawing, below = current_drawing(process), said_of(process.current)
        try:
            return export_drawing(way, kind, process.name, below, drawing, PLAIN).content
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _find(self, slug: str, named: str) -> Process:
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{slug}”.")
        processes = Process.objects.filter(workspace=workspace, current__isnull=False).select_related("current")
        is_number = named.isascii() and named.isdigit() and len(named) < 19
        found = list(processes.filter(pk=int(named)) if is_number else processes.filter(name=named))
        if len(found) != 1:
            raise CommandError(f"There are {len(found)} processes “{named}” in “{slug}”; name one by its number.")
        return found[0]
