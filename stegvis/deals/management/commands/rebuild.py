from django.core.management.base import BaseCommand, CommandError

from stegvis.deals.operations.rebuilding import rebuild_next_tasks, rebuild_tallies, rebuild_visits
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Automation


class Command(BaseCommand):
    """For after a repair by hand: nothing in daily work needs it."""

    help = "Make visits, kept sums and next tasks of a workspace anew from its moves, deals and tasks."

    def add_arguments(self, parser) -> None:
        """Which workspace."""
        parser.add_argument("--workspace", required=True, help="its address, as in /w/<address>/")

    def handle(self, *, workspace: str, **options) -> None:
        """Says how many deals had wrong visits."""
        found = Workspace.objects.filter(slug=workspace).first()
        if found is None:
            raise CommandError(f"There is no workspace at the address {workspace!r}.")
        by = Automation("rebuild", found)
        mended, tallies = rebuild_visits(found, by=by), rebuild_tallies(found, by=by)
        rebuild_next_tasks(found, by=by)
        self.stdout.write(f"Made the visits of {mended} deals anew, and {tallies} sums.")
