from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    """What happened with a buyer, and what is to be done next."""

    name = "stegvis.timeline"
    label = "timeline"

    def ready(self) -> None:
        # Imported for what they register: what merges move, what members can be told.
        from stegvis.timeline import belongings, news  # noqa: F401
        from stegvis.timeline.models import Task
        from stegvis.timeline.placing import place_anew
        from stegvis.timeline.purging import forget_entries
        from stegvis.workspaces import acts, handing, trash
        from stegvis.workspaces.keeping_up import keep_up

        handing.register(handing.Handed(Task, _("Tasks"), field="assignee", only=(("done_at", None),)))
        trash.companions.append(forget_entries)
        trash.register("timeline.task", _("Tasks"), "list-todo")
        keep_up("deal", {"company"}, place_anew)
        keep_up("person", {"company"}, place_anew)
        acts.register("calendar_opened", _("Opened a calendar of tasks"))
        acts.register("calendar_closed", _("Closed a calendar of tasks"))
