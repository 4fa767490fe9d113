from random import Random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from stegvis.core.search.keeping import index_marked
from stegvis.demo.aiming import set_aims
from stegvis.demo.asking import ask_sellers
from stegvis.demo.calendar import Calendar
from stegvis.demo.competing import meet_competitors
from stegvis.demo.firm import SLUG, found_firm
from stegvis.demo.material import LANGUAGES
from stegvis.demo.planning import plan_work
from stegvis.demo.playbook import use_playbook
from stegvis.demo.selling import Story
from stegvis.demo.talking import Talk
from stegvis.demo.working import work_together
from stegvis.workspaces.models import Workspace

SEED = 2026


class Command(BaseCommand):
    """The demo workspace: a believable firm with fourteen months of history."""

    help = "Make the demo workspace: a manager, four sellers, 61 companies, 161 people, 220 deals over 14 months."

    def add_arguments(self, parser) -> None:
        """All texts of the demo exist in the four languages."""
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="default: %(default)s")

    def handle(self, *, language: str, **options) -> None:
        """All or nothing; the same day and language give the same workspace."""
        if Workspace.objects.filter(slug=SLUG).exists():
            raise CommandError("There is a demo workspace already.")
        with transaction.atomic(), translation.override(language):
            firm = found_firm(language, Random(SEED))
            calendar = Calendar(timezone.now(), firm.workspace.time_zone, firm.chance)
            Story(firm, calendar).tell()
            plan_work(firm, calendar)
            # A chance of their own: the deals stay the same whatever else is told.
            talking = Calendar(timezone.now(), firm.workspace.time_zone, Random(SEED + 1))
            Talk(firm, talking).tell()
            work_together(firm, talking)
            use_playbook(firm)
            meet_competitors(firm)
            ask_sellers(firm)
            set_aims(firm)
            # Found at once, also where no worker runs.
            index_marked.call(workspace_id=firm.workspace.pk)
        self.stdout.write(f"Made the demo workspace at /w/{SLUG}/.")
