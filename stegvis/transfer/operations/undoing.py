"""Taking back a whole import: what it made goes, what it changed is put back, what people have touched since stays.

Chunk by chunk like the import: killed in the middle, it goes on where it stood.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.append_only import purge
from stegvis.core.errors import Refused
from stegvis.deals.models import (
    Competitor,
    Deal,
    DealCompetitor,
    DealLine,
    Evidence,
    LostReason,
    Product,
    StageMove,
    StageVisit,
    Stakeholder,
)
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.processes.models import BuyerPhase, ExitCriterion, Process, ProcessVersion, Stage
from stegvis.timeline.models import EntryPlace, Task, TimelineEntry
from stegvis.transfer.models import Act, Import, ImportedRecord, State
from stegvis.transfer.operations.restoring import restore_record
from stegvis.transfer.operations.undoing_talk import (
    changed_since,
    corrected_since,
    remove_entries,
    remove_entries_of_tasks,
    restore_part,
    restore_version,
)
from stegvis.workspaces.models import FieldChange, Member, Tag, Team
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.own_values import forget_values
from stegvis.workspaces.permissions import Actor, require

CHUNK = 1_000
_ENDED = (State.DONE, State.FAILED, State.UNDOING)
# In the order in which they can go: what is made for others after those.
MODELS: dict[str, type[models.Model]] = {
    "task": Task,
    "timelineentry": TimelineEntry,
    "stakeholder": Stakeholder,
    "deal": Deal,
    "person": Person,
    "company": Company,
    "product": Product,
    "lostreason": LostReason,
    "competitor": Competitor,
    "tag": Tag,
    "team": Team,
    "member": Member,
    "exitcriterion": ExitCriterion,
    "process": Process,
}
# What belongs to a record and goes with it; any other row that points to a record keeps it.
_PARTS: dict[str, set[type[models.Model]]] = {
    "deal": {
        *(StageMove, StageVisit, DealLine, Stakeholder, DealCompetitor, Evidence, Deal),
        *(Deal.tags.through, Deal.named.through),
    },
    "person": {ContactPoint, Person.tags.through, Person.named.through},
    "company": {ContactPoint, Address, Company, Company.tags.through, Company.named.through},
    "process": {ProcessVersion, Stage, BuyerPhase, Import},
    "task": {Deal},  # the next one of a deal, kept by a trigger
    "timelineentry": {EntryPlace, TimelineEntry},
}


def undo_import(batch: Import, *, by: Actor) -> Import:
    """Take the import back, to its end; the records that were kept are those with the act `kept`.

    Raises PermissionDenied, and Refused for an import that has not ended.
    """
    begin_undo(batch, by=by)
    while undo_chunk(batch):
        pass
    batch.refresh_from_db()
    return batch


def begin_undo(batch: Import, *, by: Actor) -> None:
    """Mark the import as being undone, for `undo_chunk` by a job or here."""
    require(by, "import", batch)
    found = Import.objects.filter(workspace=batch.workspace_id, pk=batch.pk, state__in=_ENDED)
    if not found.update(state=State.UNDOING, heartbeat_at=timezone.now()):
        raise Refused(_("Only an import that has ended can be undone."))
    audit("import_undone", by=by, detail={"import": batch.pk, "file": batch.name})


def undo_chunk(batch: Import) -> bool:
    """Take back one chunk, in one transaction. Returns whether there is more to do."""
    with purge(f"import {batch.pk} undone", workspace=batch.workspace) as tombstone:
        current = Import.objects.filter(workspace=batch.workspace_id).select_for_update().get(pk=batch.pk)
        if current.state != State.UNDOING:
            raise Refused(_("Only an import that has ended can be undone."))
        for kind in MODELS:
            if part := list(_left(batch, kind)[:CHUNK]):
                tombstone.removed = _take_back(batch, kind, part)
                return True
        current.state, current.finished_at = State.UNDONE, timezone.now()
        current.save(update_fields=["state", "finished_at"])
        return False


def kept_records(batch: Import) -> models.QuerySet[ImportedRecord]:
    """What an undo left because people had worked on it since."""
    return ImportedRecord.objects.filter(workspace=batch.workspace_id, of_import=batch, act=Act.KEPT)


def _left(batch: Import, kind: str) -> models.QuerySet[ImportedRecord]:
    """The last first: a record changed twice goes back two steps."""
    traces = ImportedRecord.objects.filter(workspace=batch.workspace_id, of_import=batch, kind=kind)
    return traces.filter(act__in=(Act.CREATED, Act.UPDATED)).order_by("-pk")


# The kinds whose earlier state is more than the values of their fields.
_RESTORE: dict[str, Callable[[ImportedRecord], None]] = {"timelineentry": restore_version, "stakeholder": restore_part}


def _take_back(batch: Import, kind: str, part: list[ImportedRecord]) -> dict[str, int]:
    touched = _touched(batch, kind, part)
    free = [trace for trace in part if trace.record_id not in touched]
    updated = [trace for trace in free if trace.act == Act.UPDATED]
    for trace in updated:
        _RESTORE.get(kind, partial(restore_record, MODELS[kind]))(trace)
    created = {trace.record_id for trace in free if trace.act == Act.CREATED}
    referred = _referred(kind, created)
    _remove(batch, kind, created - referred)
    _mark(batch, part, touched | referred)
    return {kind: len(created - referred)}


def _mark(batch: Import, part: list[ImportedRecord], kept: set[int]) -> None:
    """Write beside each trace what became of it, so that nothing is taken back twice."""
    acts = {Act.CREATED: Act.REMOVED, Act.UPDATED: Act.RESTORED}
    for act, ended in acts.items():
        same = [trace for trace in part if trace.act == act]
        for now, keep in ((Act.KEPT, True), (ended, False)):
            ids = [trace.pk for trace in same if (trace.record_id in kept) == keep]
            ImportedRecord.objects.filter(workspace=batch.workspace_id, pk__in=ids).update(act=now)


def _touched(batch: Import, kind: str, part: list[ImportedRecord]) -> set[int]:
    """Records changed after this import last wrote them, by whomever."""
    ids = {trace.record_id for trace in part}
    if kind == "stakeholder":
        return changed_since(batch.workspace_id, part)
    if kind == "timelineentry":
        return corrected_since(batch, ids)
    traces = ImportedRecord.objects.filter(workspace=batch.workspace_id, of_import=batch, kind=kind, record_id__in=ids)
    latest: dict[int, datetime] = dict(traces.values_list("record_id").annotate(at=Max("at")))
    model = MODELS[kind]
    if not hasattr(model, "updated_at"):
        return set()
    rows = _manager(model).filter(workspace=batch.workspace_id, pk__in=ids).values_list("pk", "updated_at")
    changes = FieldChange.objects.filter(workspace=batch.workspace_id, kind=kind, record_id__in=ids)
    changed = changes.values_list("record_id").annotate(at=Max("at"))
    return {pk for pk, at in [*rows, *changed] if at > latest[pk]}


def _referred(kind: str, ids: set[int]) -> set[int]:
    """Which of the records other rows point to that are no part of them."""
    if not ids:
        return set()
    found: set[int] = set()
    for field in MODELS[kind]._meta.get_fields(include_hidden=True):
        points_here = field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
        if points_here and field.related_model not in _PARTS.get(kind, set()):
            found |= _pointing(field.related_model, field.field.attname, ids)  # type: ignore[union-attr,arg-type]
    return found


def _pointing(model: type[models.Model], attname: str, ids: Iterable[int]) -> set[int]:
    return set(model._base_manager.filter(**{f"{attname}__in": ids}).values_list(attname, flat=True))


def _remove(batch: Import, kind: str, ids: set[int]) -> None:
    """Remove records for good, with their history: an undone import has never been."""
    if kind == "deal":
        for history in (StageMove, StageVisit):
            history._base_manager.filter(workspace=batch.workspace_id, deal__in=ids)._raw_delete("default")
    if kind == "timelineentry":
        remove_entries(batch.workspace_id, ids)
        return
    if kind == "task":
        remove_entries_of_tasks(batch.workspace_id, ids)
    if kind == "process":
        Process.objects.filter(workspace=batch.workspace_id, pk__in=ids).update(current=None)
        Import.objects.filter(workspace=batch.workspace_id, process__in=ids).update(process=None)
    forget_values(kind, ids, workspace=batch.workspace_id)
    _manager(MODELS[kind]).filter(workspace=batch.workspace_id, pk__in=ids).delete()


def _manager(model: type[models.Model]) -> models.Manager:
    """Also what lies in the trash."""
    return getattr(model, "with_deleted", model._default_manager)
