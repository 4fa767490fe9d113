from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Scoping, history, money, clock, jobs: no product nouns."""

    name = "stegvis.core"
    label = "core"
