"""The only way from an id in an address to an import or a saved mapping."""

from stegvis.transfer.models import Import, SavedMapping
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
