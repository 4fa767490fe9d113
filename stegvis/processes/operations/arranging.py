"""Naming, ordering and archiving processes."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.models import Process
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, require


@transaction.atomic
def rename_process(process: Process, name: str, *, by: Actor, summary: str | None = None) -> Process:
    """Call `process` `name`, and say `summary` of it where given. Refused without a name or with another's."""
    refresh(process)
    require(by, "processes", process)
    wanted = {"name": name.strip(), "summary": process.summary if summary is None else summary.strip()}
    _refuse_name(process, wanted["name"])
    before = {field: getattr(process, field) for field in wanted if getattr(process, field) != wanted[field]}
    for field in before:
        setattr(process, field, wanted[field])
    if before:
        process.save(update_fields=[*before, "updated_at"])
        record_changes(process, before, {field: wanted[field] for field in before}, by=by)
    return process


@transaction.atomic
def archive_process(process: Process, *, by: Actor, archived: bool = True) -> Process:
    """Take `process` out of the choice for new deals, or back in. Its deals go on as they were."""
    refresh(process)
    require(by, "processes", process)
    if archived != bool(process.archived_at):
        process.archived_at = timezone.now() if archived else None
        process.save(update_fields=["archived_at", "updated_at"])
        word = {"archived_at": _("archived") if archived else ""}
        record_changes(process, {"archived_at": ""}, word, by=by)
    return process


@transaction.atomic
def order_processes(workspace: Workspace, ids: Sequence[int], *, by: Actor) -> list[Process]:
    """Put the processes `ids` first, in this order; those that are not named follow as they stood."""
    require(by, "processes", Process(workspace=workspace))
    processes = list(Process.objects.filter(workspace=workspace))
    places = {pk: place for place, pk in enumerate(ids)}
    ordered = sorted(processes, key=lambda one: places.get(one.pk, len(places) + one.position))
    for place, process in enumerate(ordered):
        process.position = place
    Process.objects.filter(workspace=workspace).bulk_update(ordered, ["position"])
    return ordered


@transaction.atomic
def shift_process(process: Process, step: int, *, by: Actor) -> list[Process]:
    """Move `process` one place earlier (-1) or later (1) among those in use."""
    require(by, "processes", process)
    found = Process.objects.filter(workspace=process.workspace_id, archived_at=None)
    ids = list(found.values_list("pk", flat=True))
    place = ids.index(process.pk) if process.pk in ids else -1
    if place >= 0 and 0 <= place + step < len(ids):
        ids[place], ids[place + step] = ids[place + step], ids[place]
    return order_processes(process.workspace, ids, by=by)


def _refuse_name(process: Process, name: str) -> None:
    if not 0 < len(name) <= 200:
        raise Refused(_("A process needs a name of at most 200 characters."))
    others = Process.objects.filter(workspace=process.workspace_id, name=name).exclude(pk=process.pk)
    if others.exists():
        raise Refused(_("There is a process called “%(name)s” already.") % {"name": name})
