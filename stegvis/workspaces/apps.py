from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Workspaces, members, roles and permissions, audit."""

    name = "stegvis.workspaces"
    label = "workspaces"

    def ready(self) -> None:
        from stegvis.ui import sign_in
        from stegvis.workspaces import signals  # noqa: F401
        from stegvis.workspaces.views.sign_in import demo_offer

        sign_in.register(demo_offer)
