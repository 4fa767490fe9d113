"""The door to processes: everybody in the workspace sees them, few may change them."""

from stegvis.processes.models import Process
from stegvis.workspaces.access import get_in_workspace
from stegvis.workspaces.models import Member


def get_process(member: Member, pk: int, verb: str = "see") -> Process:
    """The process `pk` of the member's workspace with its current version; Http404, or PermissionDenied."""
    return get_in_workspace(Process.objects.select_related("current"), member, pk, verb)
