from django.core.management.base import BaseCommand
from django.urls import reverse

from stegvis.workspaces import setup
from stegvis.workspaces.links import site_address


class Command(BaseCommand):
    """For installations that are set up over the network; on the machine itself no token is asked for."""

    help = "Print the address at which an empty installation is set up. Prints nothing once somebody has an account."

    def add_arguments(self, parser) -> None:
        """The address is a guess unless STEGVIS_URL or the caller names it."""
        parser.add_argument("--site", default="", help="the address of this installation, e.g. http://10.0.0.5:8000")

    def handle(self, *, site: str, **options) -> None:
        """Makes the token where there is none, and takes it away when it is no longer needed."""
        token = setup.offer_token()
        if token:
            self.stdout.write(f"{site.rstrip('/') or site_address()}{reverse('welcome')}?token={token}")
