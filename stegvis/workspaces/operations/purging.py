"""Erasing for good what lies in the trash: after 30 days, or at once for who may change settings.

Everything that belongs to a record goes with it, history too; what only points to it stays and points to nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core import triggers
from stegvis.core.append_only import purge
from stegvis.core.errors import Refused
from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.workspaces import trash
from stegvis.workspaces.models import CustomField, Deletion, FieldValue, Undo, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, Automation, require

CHUNK = 500
JANITOR = "trash"


@transaction.atomic
def erase_deletion(deletion: Deletion, *, by: Actor) -> Deletion:
    """Begin to erase what `deletion` took: from now on nothing brings it back; a job does it in chunks.

    Raises PermissionDenied, for private records of others too, and Refused for what was restored or erased already.
    """
    require(by, "settings", None)
    deletion = Deletion.objects.filter(workspace=by.workspace).select_for_update().get(pk=deletion.pk)
    if deletion.private and not isinstance(by, Automation) and deletion.by_id != by.pk:
        raise PermissionDenied(_("This is private."))
    if deletion.restored_at or deletion.purged_at:
        raise Refused(_("This was restored or erased already."))
    deletion.purged_at, deletion.what = timezone.now(), ""
    deletion.save(update_fields=["purged_at", "what"])
    audit("purged", by=by, detail={"kind": deletion.kind, "count": deletion.count})
    from stegvis.workspaces.jobs import erase_chunk

    enqueue_on_commit(erase_chunk, workspace_id=deletion.workspace_id, deletion_id=deletion.pk)
    return deletion


def empty_trash(now: datetime) -> int:
    """Begin to erase every deletion that is older than 30 days, in all workspaces; returns how many."""
    old = now - trash.KEPT
    begun = 0
    for workspace in Workspace.objects.all():
        janitor = Automation(JANITOR, workspace)
        found = Deletion.objects.filter(workspace=workspace, at__lt=old, restored_at=None, purged_at=None)
        for deletion in found.order_by("at", "id").iterator():
            erase_deletion(deletion, by=janitor)
            begun += 1
        Undo.objects.filter(workspace=workspace, at__lt=old).delete()
    return begun


def erase_part(workspace_id: int, deletion_id: int) -> bool:
    """Erase the next records of a deletion that is being erased, in one transaction. Returns whether there is more."""
    with transaction.atomic():
        found = Deletion.objects.filter(workspace=workspace_id, pk=deletion_id).exclude(purged_at=None)
        deletion = found.select_for_update().first()
        if deletion is None or not deletion.records:
            return False
        label = next(iter(deletion.records))
        ids = deletion.records.pop(label)
        part, rest = ids[:CHUNK], ids[CHUNK:]
        model = apps.get_model(label)
        gone = model.with_deleted.filter(workspace=workspace_id, pk__in=part, deletion=deletion)  # type: ignore[attr-defined]
        _erase(model, list(gone.values_list("pk", flat=True)), deletion)
        deletion.records = {label: rest, **deletion.records} if rest else deletion.records
        deletion.save(update_fields=["records"])
        return bool(deletion.records)


def _erase(model: type[models.Model], ids: Sequence[int], deletion: Deletion) -> None:
    if not ids:
        return
    after = [companion(model, ids) for companion in trash.companions]
    with purge("erased from the trash", workspace=deletion.workspace) as tombstone:
        try:
            with transaction.atomic():
                for rows in _belonging(model, ids):
                    rows._raw_delete("default")  # type: ignore[attr-defined]
                model._base_manager.filter(pk__in=ids).delete()
        except ProtectedError:
            # Something living stands on it, as deals on a process: it stays where nobody sees it.
            return
        for follow in after:
            follow()
        tombstone.removed = {model._meta.label_lower: len(ids)}


def _belonging(model: type[models.Model], ids: Sequence[int]) -> Iterator[models.QuerySet]:
    """Rows that no database rule takes along: history, and whatever names a record by its kind and number."""
    name = model._meta.model_name
    guarded = {one.table for one in triggers.registered() if one.name.endswith("_append_only")}
    for field in model._meta.related_objects:
        if field.related_model._meta.db_table in guarded and field.related_model is not model:
            yield field.related_model._base_manager.filter(**{f"{field.field.attname}__in": ids})
    for other in apps.get_models():
        columns = {field.name: field for field in other._meta.concrete_fields}
        if "record_id" in columns and isinstance(columns.get("kind"), models.CharField):
            yield other._base_manager.filter(kind=name, record_id__in=ids)
    yield FieldValue._base_manager.filter(record_id__in=ids, field__in=_fields_of(str(name)))
    for other, column in trash.belongings(model._meta.label_lower):
        yield other._base_manager.filter(**{f"{column}__in": ids})


def _fields_of(name: str) -> models.QuerySet:
    return CustomField._base_manager.filter(record_kind=name).values("pk")
