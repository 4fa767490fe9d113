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
        from stegvis.pages.queries.task_rows import titles_of_tasks
        from stegvis.people.models import Company, Person
        from stegvis.ui import rail
        from stegvis.workspaces import telling

        # The lists of companies and people show deals too, so they live here and not in `people`.
        rail.register(rail.Place("today", "pages:today", _("Today"), "sun", 10))
        rail.register_adding(rail.Adding("pages:new_task", _("Task"), "square-check", 15))
        rail.register(rail.Place("companies", "pages:companies", _("Companies"), "building-2", 30))
        rail.register(rail.Place("people", "pages:people", _("People"), "users", 40))
        findable.register()
        # Tasks can be about deals, so their page is here, and with it the words in which members hear of them.
        telling.register_kind(telling.Kind("task", "pages:task", "square-check", titles_of_tasks))
        telling.register("task_given", _("%(who)s gave you the task %(record)s"), "given", "square-check")
        telling.register("task_due", _("%(record)s is due"), "tasks", "alarm-clock")
        # What an export of such a list holds.
        for listing, model in ((COMPANIES, Company), (PEOPLE, Person)):
            sources.register(listing.key, partial(_narrowed, listing, model))


def _narrowed(listing, model, reader, params):
    from stegvis.workspaces.own.columns import with_own_fields

    listing = with_own_fields(listing, reader, model._meta.model_name)
    seen = model.objects.visible_to(reader)
    there = seen.filter(erased_at=None) if hasattr(model, "erased_at") else seen
    return listing.narrow(params, there, reader=reader)
