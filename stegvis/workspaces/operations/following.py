"""Following records, and ceasing to."""

from django.db import transaction

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Following, Member
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.following import subject_of


@transaction.atomic
def follow_record(record: WorkspaceOwned, *, by: Member) -> Following:
    """Have `by` told what happens to `record`, which it has to see. Raises PermissionDenied."""
    require(by, "see", record)
    kind, record_id = subject_of(record)
    made, __ = Following.objects.get_or_create(
        workspace_id=record.workspace_id, member=by, kind=kind, record_id=record_id
    )
    return made


@transaction.atomic
def unfollow_record(kind: str, record_id: int, *, by: Member) -> None:
    """Tell `by` no more, whether it may still see the record or not."""
    Following.objects.filter(workspace=by.workspace_id, member=by, kind=kind, record_id=record_id).delete()
