from django.apps import AppConfig


class BuyersConfig(AppConfig):
    """Plans shared with buyers."""

    name = "stegvis.buyers"
    label = "buyers"

    def ready(self) -> None:
        # Imported for what it registers: notices, acts of the audit log, the trash, what moves when people are merged.
        from stegvis.buyers import news  # noqa: F401
