"""How the file of everything stands that a member asked for."""

from dataclasses import dataclass

from stegvis.transfer.models import WorkspaceExport
from stegvis.transfer.whole.keeping import how_far
from stegvis.workspaces.models import Member


@dataclass(frozen=True)
class Standing:
    """The newest file of a member, and tables done and all while it is being written."""

    export: WorkspaceExport
    done: int
    all: int


def newest_whole(member: Member) -> Standing | None:
    """What `member` asked for last, as long as there is something to say of it."""
    mine = WorkspaceExport.objects.filter(workspace=member.workspace_id, by=member)
    export = mine.order_by("-id").first()
    if export is None or not (export.is_under_way or export.is_there or export.state == export.State.FAILED):
        return None
    return Standing(export, *(how_far(export) if export.is_under_way else (1, 1)))
