from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """Scoping, history, money, clock, jobs: no product nouns."""

    name = "stegvis.core"
    label = "core"

    def ready(self) -> None:
        from stegvis.core import threads, triggers

        threads.stay_in_threads()

        # Once per database, after the last app: the sender is this app, and every table exists by then.
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="core.triggers")
