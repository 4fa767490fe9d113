"""The door to processes: everybody in the workspace sees them, few may change them."""

from django.db.models import QuerySet
from django.http import Http404

from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.processes.models import Process, ProcessDraft, ProcessVersion
from stegvis.workspaces.doors import LARGEST
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require


def get_process(member: Member, pk: int, verb: str = "see") -> Process:
    """The process `pk` of the member's workspace with its current version; Http404, or PermissionDenied."""
    rows = BY_ID(workspace=member.workspace_id, pk=pk) if 0 <= pk <= LARGEST else []
    if not rows:
        raise Http404
    require(member, verb)
    process = joined_instance(Process, IN_FORCE, rows[0])
    if verb == "see" and process.current is None:
        raise Http404  # A proposal: only who may change processes sees it, in the designer.
    return process


def _by_id(workspace: int, pk: int) -> QuerySet:
    found = Process.objects.filter(workspace=workspace, pk=pk)
    return found.values_list(*joined_columns(Process, IN_FORCE))


IN_FORCE = ("current",)
BY_ID = Written(_by_id)


def get_version(member: Member, process: Process, number: str) -> ProcessVersion:
    """The version of `process` with this number as an address writes it, the current one for none; Http404."""
    if not number:
        return process.current  # type: ignore[return-value]
    found = ProcessVersion.objects.filter(workspace=member.workspace_id, process=process)
    version = (
        found.filter(number=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 9 else None
    )
    if version is None:
        raise Http404
    return version


def get_drawn_draft(member: Member, process: Process) -> ProcessDraft:
    """The draft of `process`, for who may change processes; PermissionDenied, or Http404 where there is none."""
    require(member, "processes")
    draft = ProcessDraft.objects.filter(workspace=member.workspace_id, process=process).first()
    if draft is None:
        raise Http404
    return draft
