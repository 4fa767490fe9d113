from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Deals, moves, evidence."""

    name = "stegvis.deals"
    label = "deals"

    def ready(self) -> None:
        from stegvis.deals import settings_places, tallying  # noqa: F401  register places of Settings, a trigger
