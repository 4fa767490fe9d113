from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Screens made of several apps."""

    name = "stegvis.pages"
    label = "pages"
