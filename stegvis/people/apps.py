from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Companies and people."""

    name = "stegvis.people"
    label = "people"

    def ready(self) -> None:
        from stegvis.people import bulk
        from stegvis.people.models import Company, Person
        from stegvis.workspaces import telling

        telling.register_kind(telling.owned_kind(Company, "pages:company", "building-2"))
        telling.register_kind(telling.owned_kind(Person, "pages:person", "user-round"))
        bulk.register()
