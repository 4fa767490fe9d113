"""What the process pages show."""

from collections import defaultdict

from django.db.models import QuerySet

from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.processes.drawings import Drawing, draw
from stegvis.processes.models import Process, ProcessVersion
from stegvis.processes.stage_reading import whole_stages
from stegvis.workspaces.models import Member


def processes_of(member: Member, *, archived: bool = False) -> list[Process]:
    """The processes of the member's workspace in order, with their current versions; in use, or archived."""
    found = Process.objects.filter(
        workspace=member.workspace_id, archived_at__isnull=not archived, current__isnull=False
    )
    return list(found.select_related("current"))


def drawings_of(member: Member, processes: list[Process]) -> list[Drawing]:
    """The drawings of these processes, by one query."""
    by_version = defaultdict(list)
    for stage in whole_stages(member.workspace_id, [one.current_id for one in processes if one.current_id]):
        by_version[stage.version_id].append(stage)
    return [draw(by_version[process.current_id or 0]) for process in processes]


def drawing_of(member: Member, version: ProcessVersion) -> Drawing:
    """The drawing of one version."""
    return draw(whole_stages(member.workspace_id, [version.pk]))


def current_drawing(process: Process) -> Drawing:
    """The drawing of the version in force, for commands: who runs them may see everything."""
    return draw(whole_stages(process.workspace_id, [process.current_id] if process.current_id else []))


def versions_of(member: Member, process: Process) -> list[ProcessVersion]:
    """The newest ten versions of a process, with who published them."""
    rows = VERSIONS(workspace=member.workspace_id, process=process.pk)
    return [joined_instance(ProcessVersion, PUBLISHED, row) for row in rows]


def _versions(workspace: int, process: int) -> QuerySet:
    found = ProcessVersion.objects.filter(workspace=workspace, process=process).order_by("-number")
    return found.values_list(*joined_columns(ProcessVersion, PUBLISHED))[:10]


PUBLISHED = ("published_by",)
VERSIONS = Written(_versions)


def proposals_of(member: Member) -> list[Process]:
    """Processes that do not run yet: drafts that nobody has published."""
    found = Process.objects.filter(workspace=member.workspace_id, current__isnull=True, archived_at=None)
    return list(found.filter(draft__isnull=False)[:50])
