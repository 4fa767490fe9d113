from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Deals, moves, evidence."""

    name = "stegvis.deals"
    label = "deals"

    def ready(self) -> None:
        # Imported for what they register: places of Settings, a trigger, what members can be told.
        from stegvis.deals import news, settings_places, tallying  # noqa: F401
