"""Taking a publication back: within minutes, and as long as nothing happened in what was published."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, Evidence, SplitQuestion, StageVisit, TakenAlong
from stegvis.deals.operations.leading import lead_back
from stegvis.deals.operations.remapping import change_process
from stegvis.processes.bodies import Body, drafts_in
from stegvis.processes.changes import compare
from stegvis.processes.drafts import drafts_of, fingerprint, stages_of
from stegvis.processes.models import ExitCriterion, Process, ProcessDraft, ProcessVersion
from stegvis.processes.operations.arranging import rename_process
from stegvis.processes.operations.draft_returning import Steps, kept_before, return_draft
from stegvis.processes.operations.phases import keep_phases
from stegvis.processes.operations.publishing import Publication
from stegvis.processes.versions import PUBLISHED, TAKEN_BACK_WITHIN
from stegvis.workspaces.models import Undo
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require


def keep_publication(
    publication: Publication,
    process: Process,
    old: Body,
    draft: tuple[Body, Steps],
    asked: Sequence[int],
    *,
    by: Actor,
) -> Undo:
    """Keep what takes `publication` back: how `process` was (`old`), its draft, and which owners are asked.

    `draft` is its body and its undo steps, as `kept_steps` gives them.
    """
    version = publication.version
    now = fingerprint(process, drafts_of(stages_of(version)))
    kept = {"process": process.pk, "version": version.pk, "is_new": publication.is_new, "now": now}
    kept |= {"old": old, "draft": draft[0], "steps": draft[1], "asked": list(asked), "at": timezone.now().isoformat()}
    return keep_undo(PUBLISHED, kept, by=by, what=process.name)


@takes_back(PUBLISHED)
def _take_back(before: Mapping[str, Any], by: Actor) -> None:
    """The process is as it was before, its draft is there again, and deals that went along are where they were."""
    process = Process.objects.filter(workspace=by.workspace, pk=before["process"]).first()
    if process is None:
        raise Refused(_("This process is not there any more."))
    refresh(process)
    require(by, "processes", process)
    _refuse_late(process, before)
    _make_room(process)
    if before["is_new"]:
        _withdraw(process, before, by)
    else:
        _mend_back(process, before, by)
    return_draft(process, before["draft"], kept_before(before), by=by)


def _refuse_late(process: Process, before: Mapping[str, Any]) -> None:
    if process.current_id != before["version"]:
        raise Refused(_("Another version was published since."))
    if datetime.datetime.fromisoformat(before["at"]) < timezone.now() - TAKEN_BACK_WITHIN:
        raise Refused(_("A publication can be taken back for a quarter of an hour."))
    if fingerprint(process, drafts_of(stages_of(process.current))) != before["now"]:
        raise Refused(_("The process was changed since."))


def _make_room(process: Process) -> None:
    """A draft that was only opened since gives way; one that somebody has changed does not."""
    found = ProcessDraft.objects.filter(workspace=process.workspace_id, process=process).first()
    if found and found.revision:
        raise Refused(_("Somebody has begun a new draft since. Throw it away first."))
    if found:
        found.delete()


def _withdraw(process: Process, before: Mapping[str, Any], by: Actor) -> None:
    version = process.current
    if version is None:
        raise Refused(_("Another version was published since."))
    _refuse_used(version)
    asked = SplitQuestion.objects.filter(workspace=process.workspace_id, pk__in=before["asked"])
    asked.delete()
    lead_back(version)
    earlier = ProcessVersion.objects.filter(workspace=process.workspace_id, process=process)
    process.current = earlier.filter(number__lt=version.number).order_by("-number").first()
    process.save(update_fields=["current", "updated_at"])
    _rename(process, before["old"], by)
    keep_phases(process, before["old"]["phases"])
    record_changes(process, {"stages": str(version.number)}, {"stages": ""}, by=by)
    try:
        version.delete()
    except ProtectedError as error:
        raise Refused(_("Something in version %(number)s is in use already.") % {"number": version.number}) from error


def _refuse_used(version: ProcessVersion) -> None:
    """Nothing that happened in `version` may get lost."""
    said = {"number": version.number}
    visits = StageVisit.objects.filter(workspace=version.workspace_id, stage__version=version)
    taken = TakenAlong.objects.filter(workspace=version.workspace_id, version=version)
    there = Deal.with_deleted.filter(workspace=version.workspace_id, stage__version=version)
    if visits.filter(next_stage__isnull=False).exists() or there.exclude(pk__in=taken.values("deal")).exists():
        raise Refused(_("Deals have moved or begun in version %(number)s since. Nothing was taken back.") % said)
    if Evidence.with_deleted.filter(workspace=version.workspace_id, criterion__stage__version=version).exists():
        raise Refused(_("Evidence was added in version %(number)s since. Nothing was taken back.") % said)


def _mend_back(process: Process, before: Mapping[str, Any], by: Actor) -> None:
    """Words that were mended in the version in force are what they were."""
    old = before["old"]
    wanted = drafts_in(old, keep_phases(process, old["phases"]))
    known = {line.lineage for stage in wanted for line in stage.criteria}
    criteria = ExitCriterion.objects.filter(workspace=process.workspace_id, stage__version=process.current)
    added = criteria.exclude(lineage__in=known)
    if Evidence.with_deleted.filter(workspace=process.workspace_id, criterion__in=added.values("pk")).exists():
        raise Refused(_("Evidence was added since. Nothing was taken back."))
    added.delete()
    stages = stages_of(process.current)
    if compare(stages, wanted, drafts_of(stages)).is_structural:
        raise Refused(_("The process was changed since."))
    change_process(process, wanted, by=by, name=old["name"], summary=old["summary"])


def _rename(process: Process, old: Body, by: Actor) -> None:
    if (old["name"], old["summary"]) != (process.name, process.summary):
        rename_process(process, old["name"], summary=old["summary"], by=by)
