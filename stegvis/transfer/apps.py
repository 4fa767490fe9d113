from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Import and export."""

    name = "stegvis.transfer"
    label = "transfer"
