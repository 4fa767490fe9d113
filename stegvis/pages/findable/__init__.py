"""What can be found, kind by kind: by which texts, by whom, and how a result looks."""

from stegvis.core.search import kinds
from stegvis.pages.findable.companies import COMPANIES
from stegvis.pages.findable.deals import DEALS
from stegvis.pages.findable.people import PEOPLE
from stegvis.pages.findable.timeline import ENTRIES, FILES, TASKS


def register() -> None:
    """Register all of it, in the order in which kinds are offered."""
    for kind in (COMPANIES, PEOPLE, DEALS, ENTRIES, FILES, TASKS):
        kinds.register(kind)
