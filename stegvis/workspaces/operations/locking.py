"""Changes of members and permissions queue up: what they depend on is read again once it is their turn."""

from stegvis.workspaces.models import Member, Workspace
from stegvis.workspaces.permissions import Actor, Automation


def hold(workspace: Workspace) -> Workspace:
    """The workspace as it is now, locked until the transaction ends. To be called inside a transaction."""
    return Workspace.objects.select_for_update().get(pk=workspace.pk)


def member_now(member: Member, workspace: Workspace) -> Member:
    """The member as it is now, in the held workspace."""
    fresh = Member.objects.select_related("user").get(workspace=workspace.pk, pk=member.pk)
    fresh.workspace = workspace
    return fresh


def actor_now(by: Actor, workspace: Workspace) -> Actor:
    """Who acts, as it is now: its role may just have been taken away."""
    return by if isinstance(by, Automation) else member_now(by, workspace)
