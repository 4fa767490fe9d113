from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Screens made of several apps."""

    name = "stegvis.pages"
    label = "pages"

    def ready(self) -> None:
        from stegvis.core.lists import sources
        from stegvis.pages import findable
        from stegvis.pages.queries.companies import COMPANIES
        from stegvis.pages.queries.people import PEOPLE
        from stegvis.people.models import Company, Person
        from stegvis.ui import rail

        # The lists of companies and people show deals too, so they live here and not in `people`.
        rail.register(rail.Place("companies", "pages:companies", _("Companies"), "building-2", 30))
        rail.register(rail.Place("people", "pages:people", _("People"), "users", 40))
        findable.register()
        # What an export of such a list holds.
        for listing, model in ((COMPANIES, Company), (PEOPLE, Person)):
            sources.register(listing.key, partial(_narrowed, listing, model))


def _narrowed(listing, model, reader, params):
    from stegvis.workspaces.own.columns import with_own_fields

    listing = with_own_fields(listing, reader, model._meta.model_name)
    seen = model.objects.visible_to(reader)
    there = seen.filter(erased_at=None) if hasattr(model, "erased_at") else seen
    return listing.narrow(params, there, reader=reader)
