from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Screens made of several apps."""

    name = "stegvis.pages"
    label = "pages"

    def ready(self) -> None:
        from stegvis.ui import rail

        # The lists of companies and people show deals too, so they live here and not in `people`.
        rail.register(rail.Place("companies", "pages:companies", _("Companies"), "building-2", 30))
        rail.register(rail.Place("people", "pages:people", _("People"), "users", 40))
