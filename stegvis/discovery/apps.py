from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscoveryConfig(AppConfig):
    """Finding out how a team sells: interviews, history, advice."""

    name = "stegvis.discovery"
    label = "discovery"

    def ready(self) -> None:
        # Imported for what it registers: what members can be told.
        from stegvis.discovery import news  # noqa: F401
        from stegvis.discovery.purging import hide_leads
        from stegvis.workspaces import trash

        trash.register("discovery.interview", _("Interviews"), "message-square")
        trash.register("discovery.targetgroup", _("Target groups"), "target")
        trash.register("discovery.offer", _("Offers"), "package")
        trash.register("discovery.ownvariant", _("Variants"), "git-branch")
        trash.belongs("discovery.interviewanswer", "discovery.interview", "interview_id")
        trash.companions.append(hide_leads)
