from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Deals, moves, evidence."""

    name = "stegvis.deals"
    label = "deals"
