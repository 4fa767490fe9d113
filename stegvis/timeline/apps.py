from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """What happened with a buyer, and what is to be done next."""

    name = "stegvis.timeline"
    label = "timeline"
