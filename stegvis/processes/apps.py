from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    """Sales processes and their stages."""

    name = "stegvis.processes"
    label = "processes"
