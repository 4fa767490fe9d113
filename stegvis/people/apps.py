from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Companies and people."""

    name = "stegvis.people"
    label = "people"
