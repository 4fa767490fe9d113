from django.core.management.base import BaseCommand

from stegvis.workspaces.printing import permissions_as_markdown


class Command(BaseCommand):
    """For docs/permissions.md: bin/stegvis print_permissions > docs/permissions.md"""

    help = "Print the table of permissions as Markdown."

    def handle(self, **options) -> None:
        """The text as it is in the documentation."""
        self.stdout.write(permissions_as_markdown(), ending="")
