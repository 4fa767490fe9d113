from django.apps import AppConfig


class WorkspacesConfig(AppConfig):
    """Workspaces, members, roles and permissions, audit."""

    name = "stegvis.workspaces"
    label = "workspaces"
