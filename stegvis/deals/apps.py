from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Deals, moves, evidence."""

    name = "stegvis.deals"
    label = "deals"

    def ready(self) -> None:
        # Imported for what they register: what merges move, places of Settings, triggers, what members can be told.
        from stegvis.deals import belongings, bulk, news, next_tasks, settings_places, tallying  # noqa: F401
        from stegvis.deals.palette import deal_commands
        from stegvis.ui import palette

        palette.register(deal_commands)
        from stegvis.deals.operations.retiming import follow_contact
        from stegvis.deals.queries.process_figures import read_figures
        from stegvis.processes import overlays
        from stegvis.timeline.placing import AFTER_CONTACT

        overlays.register(read_figures)
        bulk.register()
        AFTER_CONTACT.append(follow_contact)
