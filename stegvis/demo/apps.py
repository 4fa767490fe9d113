from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo workspace."""

    name = "stegvis.demo"
    label = "demo"
