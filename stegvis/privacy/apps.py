from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """What the law lets people ask of us: to be told everything we know of them, and to be forgotten."""

    name = "stegvis.privacy"
    label = "privacy"

    def ready(self) -> None:
        from stegvis.workspaces import acts, settings_nav

        settings_nav.register(settings_nav.Entry("privacy", "privacy:settings", _("Privacy"), 85))
        acts.register("person_exported", _("Handed out everything about a person"))
        acts.register("person_erased", _("Erased a person"))
        acts.register("merged", _("Merged two records"))
        acts.register("merge_undone", _("Took a merge back"))
