from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Companies and people."""

    name = "stegvis.people"
    label = "people"

    def ready(self) -> None:
        # Imported for what they register: what merges move, triggers, places of Settings.
        from stegvis.people import belongings, bulk, fit_marks, settings_places  # noqa: F401
        from stegvis.people.filters import person_filter
        from stegvis.people.forms.fields import PersonField
        from stegvis.people.models import Company, Person
        from stegvis.workspaces import handing, telling, trash
        from stegvis.workspaces.forms import own_values
        from stegvis.workspaces.models import CustomField
        from stegvis.workspaces.own import columns

        columns.register(CustomField.Kind.PERSON, person_filter)
        own_values.register(CustomField.Kind.PERSON, PersonField.build)
        handing.register(handing.Handed(Company, _("Companies"), together="pk"))
        handing.register(handing.Handed(Person, _("People")))
        telling.register_kind(telling.owned_kind(Company, "pages:company", "building-2"))
        telling.register_kind(telling.owned_kind(Person, "pages:person", "user-round"))
        bulk.register()
        trash.register("people.company", _("Companies"), "building-2")
        trash.register("people.person", _("People"), "user-round")
        trash.register("people.idealprofile", _("Ideal customers"), "target")
        trash.belongs("people.consent", "people.person", "person_id")
