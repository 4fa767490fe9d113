import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.db import transaction

from stegvis.core.errors import Refused
from stegvis.deals.operations.starting import start_process
from stegvis.workspaces.customs import currency_codes, zones
from stegvis.workspaces.links import password_link, site_address
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.founding import create_workspace
from stegvis.workspaces.operations.users import NewUser, find_user


class Command(BaseCommand):
    """A workspace with its owner and first process, for scripts and administrators."""

    help = "Make a workspace, its owner and its first process; print what was made."

    def add_arguments(self, parser) -> None:
        """Only the name and the owner must be said."""
        parser.add_argument("name")
        parser.add_argument("--owner", required=True, help="e-mail address; gets an account where it has none")
        parser.add_argument("--slug", default="", help="its address below /w/ (default: made from the name)")
        parser.add_argument("--language", default="en", choices=[code for code, __ in settings.LANGUAGES])
        parser.add_argument("--currency", default="EUR", help="base currency, ISO 4217 (default: %(default)s)")
        parser.add_argument("--time-zone", default="Europe/Stockholm", help="default: %(default)s")
        parser.add_argument("--template", default="", help="ready-made process to begin with, e.g. simple-b2b")
        parser.add_argument("--format", default="text", choices=["text", "json"])

    def handle(self, **options: Any) -> None:
        """All or nothing: a wrong template leaves no half workspace."""
        self.look_over(**options)
        new = find_user(options["owner"]) is None
        try:
            owner, process = self.make(**options)
        except (Refused, ValidationError) as problem:
            raise CommandError(
                "; ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
            ) from problem
        made: dict[str, Any] = {"workspace": owner.workspace.name, "slug": owner.workspace.slug, "owner": owner.email}
        made |= {"language": owner.workspace.language, "currency": owner.workspace.currency}
        made |= {"process": process.name if process else None, "account_created": new}
        made["password_link"] = password_link(owner.user, site_address()) if new else None
        self.say(made, options["format"])

    def look_over(self, *, owner: str, slug: str, currency: str, time_zone: str, **rest: Any) -> None:
        """Refuse what the screens would not offer."""
        try:
            validate_email(owner)
            if slug:
                validate_slug(slug)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        if currency not in currency_codes():
            raise CommandError(f"{currency} is no currency in use (ISO 4217, e.g. EUR).")
        if time_zone not in dict(zones()):
            raise CommandError(f"{time_zone} is no time zone (e.g. Europe/Stockholm).")

    @transaction.atomic
    def make(self, *, name: str, owner: str, template: str, language: str, **options: Any) -> tuple[Member, Any]:
        """The owner of the new workspace, and its process or None."""
        person = find_user(owner) or NewUser(owner, "", language=language)
        customs = {key: options[key] for key in ("slug", "currency", "time_zone")}
        made = create_workspace(name, by=person, language=language, **customs)
        process = start_process(made.workspace, template, by=made, language=language) if template else None
        return made, process

    def say(self, made: dict[str, Any], how: str) -> None:
        """What was made, for people or for programs."""
        if how == "json":
            self.stdout.write(json.dumps(made, ensure_ascii=False))
            return
        for key, value in made.items():
            if value is not None:
                self.stdout.write(f"{key.replace('_', ' ')}: {value}")
