from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """What really happens, where it gets stuck, what will come in."""

    name = "stegvis.insights"
    label = "insights"

    def ready(self) -> None:
        from stegvis.insights import changed_stays  # noqa: F401
        from stegvis.insights.kinds import all_kinds, load_reports
        from stegvis.insights.queries.asking import view_key
        from stegvis.ui import rail
        from stegvis.workspaces import acts, listings, settings_nav, trash

        load_reports()
        for kind in all_kinds():
            listings.register(view_key(kind), "insights:report", kind.name)
        acts.register("targets_set", _("Set targets"))
        settings_nav.register(settings_nav.Entry("targets", "insights:targets", _("Targets"), 62, verb="targets"))
        trash.register("insights.dashboardcard", _("Cards of dashboards"), "pin")
        rail.register(rail.Place("insights", "insights:overview", _("Insights"), "chart-line", 60, bar=False))
