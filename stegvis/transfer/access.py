"""The only way from an id in an address to an import or a saved mapping."""

from django.http import Http404

from stegvis.transfer.models import Import, SavedMapping, WorkspaceExport
from stegvis.transfer.operations.taking_out import require_all
from stegvis.workspaces.access import get_in_workspace
from stegvis.workspaces.models import Member


def get_import(member: Member, pk: int) -> Import:
    """The import `pk` of the member's workspace; Http404, or PermissionDenied for those who may not import."""
    batch = get_in_workspace(Import.objects.select_related("by", "process"), member, pk, "import")
    batch.workspace = member.workspace
    return batch


def get_mapping(member: Member, pk: int) -> SavedMapping:
    """The saved mapping `pk` of the member's workspace; Http404, or PermissionDenied as above."""
    return get_in_workspace(SavedMapping.objects.all(), member, pk, "import")


def get_whole(member: Member, pk: int) -> WorkspaceExport:
    """What `member` asked for and may still fetch; Http404 for another's or one that is gone, PermissionDenied."""
    require_all(member)
    export = get_in_workspace(WorkspaceExport.objects.filter(by=member), member, pk, "settings")
    if not export.is_there:
        raise Http404
    return export
