"""What the import and export commands share: from words on the command line to a workspace and somebody who acts."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from stegvis.transfer.run import AUTOMATION
from stegvis.workspaces.models import Member, Workspace
from stegvis.workspaces.permissions import Actor, Automation, require


def workspace_named(slug: str) -> Workspace:
    """The workspace with this address; CommandError where there is none."""
    workspace = Workspace.objects.filter(slug=slug).first()
    if workspace is None:
        raise CommandError(f"There is no workspace “{slug}”.")
    return workspace


def actor_of(workspace: Workspace, email: str | None, verb: str) -> Actor:
    """The member with `email`, else whoever may run commands on this machine; CommandError where it may not `verb`."""
    if not email:
        return Automation(AUTOMATION, workspace)
    members = Member.objects.filter(workspace=workspace, email__iexact=email, active=True)
    member = members.select_related("workspace").first()
    if member is None:
        raise CommandError(f"Nobody in “{workspace.slug}” has the address {email}.")
    try:
        require(member, verb)
    except PermissionDenied as refusal:
        raise CommandError(str(refusal)) from refusal
    return member
