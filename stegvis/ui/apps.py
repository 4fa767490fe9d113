from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, formats and assets."""

    name = "stegvis.ui"
    label = "ui"
