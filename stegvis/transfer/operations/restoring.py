"""Putting a record back to what it was before an import changed it."""

from typing import Any

from django.db import models

from stegvis.deals.models import Deal, StageMove, StageVisit
from stegvis.deals.operations.recording import Step, path_facts
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.transfer.kinds.rivals import restore_rivals
from stegvis.transfer.models import ImportedRecord
from stegvis.transfer.operations.undoing_talk import remove_entries_of_tasks
from stegvis.transfer.run import AUTOMATION
from stegvis.workspaces.operations.editing import record_changes
from stegvis.workspaces.operations.own_values import index_values, set_value, told_values, value_of
from stegvis.workspaces.own.definitions import is_own
from stegvis.workspaces.permissions import Automation

_APART = ("path", "contacts", "tags", "people", "lines", "evidence", "rivals", "winner")


def restore_record(model: type[models.Model], trace: ImportedRecord) -> None:
    """Undo what `trace` says was changed. Inside a purge: a path made longer is cut to its old length."""
    manager = getattr(model, "with_deleted", model._default_manager)
    record = manager.filter(workspace=trace.workspace_id, pk=trace.record_id).first()
    if record is None:
        return
    before = dict(trace.before or {})
    ContactPoint.objects.filter(workspace=trace.workspace_id, pk__in=before.get("contacts", ())).delete()
    if before.get("tags"):
        record.tags.remove(*before["tags"])
    if before.get("people"):
        record.stakeholders.filter(person__in=before["people"]).delete()
    if before.get("lines"):
        record.lines.all().delete()
    if before.get("evidence"):
        record.evidence.filter(lineage__in=before["evidence"]).delete()
    if isinstance(record, Deal):
        restore_rivals(record, before)
    if "path" in before:
        cut_path(record, before["path"])
    if "entry_id" in before:  # a task that the import found done: its entry goes too
        remove_entries_of_tasks(trace.workspace_id, [record.pk])
    _restore_own(record, {name: value for name, value in before.items() if is_own(name)})
    plain = {name: value for name, value in before.items() if name not in _APART and not is_own(name)}
    _restore_fields(record, plain)


def cut_path(deal: Deal, length: int) -> None:
    """Leave the first `length` moves of a deal; it follows the last of them again."""
    moves = list(deal.moves.select_related("to_stage")[:length])
    last = moves[-1].sequence
    for history in (StageMove, StageVisit):
        history._base_manager.filter(deal=deal, sequence__gt=last).delete()
    deal.visits.filter(sequence=last).update(left_at=None, next_stage=None)
    facts = path_facts([Step(move.to_stage, move.at) for move in moves]) | {"stage": moves[-1].to_stage}
    Deal.with_deleted.filter(workspace=deal.workspace_id, pk=deal.pk).update(**facts)


def _restore_own(record: Any, before: dict[str, Any]) -> None:
    """Own fields as they were, without asking whether such a value could be given now."""
    by = Automation(AUTOMATION, record.workspace)
    left = {name: value_of(record, name) for name, value in before.items() if value_of(record, name) != value}
    for name in left:
        set_value(record, name, before[name])
    if left:
        record.save(update_fields=["fields"])
        index_values(record, left, by=by)
        told = told_values(record, {name: before[name] for name in left}, by=by)
        record_changes(record, told_values(record, left, by=by), told, by=by)


def _restore_fields(record: models.Model, before: dict[str, Any]) -> None:
    fields = {name: record._meta.get_field(name) for name in before}
    old = {name: None if value is None else fields[name].to_python(value) for name, value in before.items()}
    changed = {name: value for name, value in old.items() if getattr(record, name) != value}
    if not changed:
        return
    left = {fields[name].name: getattr(record, name) for name in changed}
    for name, value in changed.items():
        setattr(record, name, value)
    if isinstance(record, (Company, Person)):
        changed["name_key"] = record.name_key = name_key(record.name)
    record.save(update_fields=list(changed))
    if hasattr(record, "deletion_id"):
        told = {fields[name].name: value for name, value in old.items() if fields[name].name in left}
        record_changes(record, left, told, by=Automation(AUTOMATION, record.workspace))  # type: ignore[attr-defined, arg-type]
