from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransferConfig(AppConfig):
    """Import and export."""

    name = "stegvis.transfer"
    label = "transfer"

    def ready(self) -> None:
        from stegvis.core.lists import sources
        from stegvis.transfer.queries.exports import deals_of_list
        from stegvis.workspaces import acts, settings_nav

        # Those who may export come here too; the page itself shows each what it may do.
        settings_nav.register(settings_nav.Entry("data", "transfer:data", _("Data"), 90, verb="export"))
        acts.register("imported", _("Imported"))
        acts.register("import_undone", _("Took an import back"))
        acts.register("exported", _("Exported"))
        acts.register("workspace_exported", _("Exported the whole workspace"))
        acts.register("workspace_taken_in", _("Took a whole workspace in"))
        sources.register("deals", deals_of_list)
