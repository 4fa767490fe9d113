from django.core.management.base import BaseCommand, CommandError

from stegvis.core.search.indexing import rebuild as rebuild_search
from stegvis.deals.operations.rebuilding import rebuild_next_tasks, rebuild_tallies, rebuild_visits
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Automation


class Command(BaseCommand):
    """For after a repair by hand: nothing in daily work needs it."""

    help = "Make what is derived anew: visits, sums, next tasks of a workspace, and what its searches ask."

    def add_arguments(self, parser) -> None:
        """Which workspace, and whether only the index of searches."""
        parser.add_argument("--workspace", required=True, help="its address, as in /w/<address>/")
        parser.add_argument("--search", action="store_true", help="only what searches ask")

    def handle(self, *, workspace: str, search: bool, **options) -> None:
        """Says how many deals had wrong visits, and how many records can be found."""
        found = Workspace.objects.filter(slug=workspace).first()
        if found is None:
            raise CommandError(f"There is no workspace at the address {workspace!r}.")
        if not search:
            self.rebuild_deals(found)
        self.stdout.write(f"Made the search index of {rebuild_search(found.pk)} records anew.")

    def rebuild_deals(self, found: Workspace) -> None:
        """Visits and sums."""
        by = Automation("rebuild", found)
        mended, tallies = rebuild_visits(found, by=by), rebuild_tallies(found, by=by)
        rebuild_next_tasks(found, by=by)
        self.stdout.write(f"Made the visits of {mended} deals anew, and {tallies} sums.")
