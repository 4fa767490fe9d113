"""The only way from an id in an address to an object: unseen is 404, forbidden is 403."""

from typing import TypeVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Deletion, Member, Owned
from stegvis.workspaces.permissions import require

O = TypeVar("O", bound=Owned)  # noqa: E741
W = TypeVar("W", bound=WorkspaceOwned)


def get_owned(queryset: "QuerySet[O]", member: Member, pk: int, verb: str = "see") -> O:
    """The owned record `pk` that `member` may see; Http404 when it may not, PermissionDenied when it may not `verb`."""
    record = get_object_or_404(queryset.visible_to(member), pk=pk)  # type: ignore[attr-defined]
    require(member, verb, record)
    record.workspace = member.workspace
    return record


def get_in_workspace(queryset: "QuerySet[W]", member: Member, pk: int, verb: str = "see") -> W:
    """The row `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    row = get_object_or_404(queryset.filter(workspace=member.workspace_id), pk=pk)
    require(member, verb)
    return row


def get_deletion(member: Member, pk: int) -> Deletion:
    """A deletion of the member's workspace."""
    return get_in_workspace(Deletion.objects.all(), member, pk)
