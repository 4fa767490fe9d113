from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug

from stegvis.core.collecting import collect_rarely
from stegvis.core.errors import Refused
from stegvis.transfer.operations.taking_in import take_in_workspace
from stegvis.workspaces.links import password_link, site_address
from stegvis.workspaces.operations.users import NewUser, find_user


class Command(BaseCommand):
    """A whole workspace out of the file that export_workspace or Settings, Data wrote."""

    help = "Take a whole workspace in, beside those that are here. All or nothing."

    def add_arguments(self, parser) -> None:
        """Where it will be, and whose it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", required=True, help="its address below /w/")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="gets an account where it has none")

    def handle(self, *, file: Path, slug: str, owner: str, **options) -> None:
        """Says where it is, and how a new owner gets a password."""
        self.look_over(slug, owner)
        collect_rarely()
        new = find_user(owner) is None
        try:
            member = take_in_workspace(file, slug=slug, owner=NewUser(owner, ""))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"“{member.workspace.name}” is at /w/{slug}/, owned by {member.email}.")
        self.stdout.write("Its other members have no account yet: invite them, and they are who they were.")
        if new:
            self.stdout.write(f"Set a password: {password_link(member.user, site_address())}")

    def look_over(self, slug: str, owner: str) -> None:
        """Refuse what is no address."""
        try:
            validate_email(owner)
            validate_slug(slug)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
