from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """What happened with a buyer, and what is to be done next."""

    name = "stegvis.timeline"
    label = "timeline"

    def ready(self) -> None:
        from stegvis.timeline import belongings  # noqa: F401 - for what it registers: what merges move
        from stegvis.timeline.placing import place_anew
        from stegvis.workspaces.keeping_up import keep_up

        keep_up("deal", {"company"}, place_anew)
        keep_up("person", {"company"}, place_anew)
