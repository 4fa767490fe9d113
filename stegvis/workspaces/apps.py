from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Workspaces, members, roles and permissions, audit."""

    name = "stegvis.workspaces"
    label = "workspaces"

    def ready(self) -> None:
        from stegvis.ui import palette, sign_in
        from stegvis.workspaces import signals  # noqa: F401
        from stegvis.workspaces.palette import workspace_commands
        from stegvis.workspaces.views.sign_in import demo_offer

        sign_in.register(demo_offer)
        palette.register(workspace_commands)
