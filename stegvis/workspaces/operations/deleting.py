"""Deleting records, and getting them back."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.records import Record
from stegvis.workspaces.models import Deletion, OwnedQuerySet
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, Automation, allowed, member_of, require


@transaction.atomic
def delete_records(records: Sequence[Record], *, by: Actor, verb: str = "delete") -> Deletion:
    """Delete `records` (of one workspace, at least one) as one act that `restore_deletion` takes back whole.

    `verb` is what the actor must be allowed to do with each. Raises PermissionDenied.
    """
    for record in records:
        require(by, verb, record)
    deletion = _begin(records, by)
    _strike(deletion)
    audit("deleted", by=by, detail=_told(deletion) | {"count": len(records)})
    return deletion


@transaction.atomic
def delete_rows(records: OwnedQuerySet, *, by: Actor) -> tuple[Deletion | None, int]:
    """Delete those of the owned `records` that `by` may delete, as one act; thousands at once.

    Returns the deletion (None where there was nothing to delete) and how many were left because of permissions.
    """
    ids = list(records.order_by("pk").values_list("pk", flat=True))
    mine = allowed(records.model.objects.filter(pk__in=ids), by, "delete").select_for_update()
    gone = list(mine.order_by("pk").values_list("pk", "private"))
    if not gone:
        return None, len(ids)
    first = records.model.objects.filter(workspace=by.workspace).get(pk=gone[0][0])
    deletion = _note(first, {first._meta.label_lower: [pk for pk, _private in gone]}, by)
    deletion.private = any(private for _pk, private in gone)
    deletion.save(update_fields=["private"])
    _strike(deletion)
    audit("deleted", by=by, detail=_told(deletion) | {"count": len(gone)})
    return deletion, len(ids) - len(gone)


@transaction.atomic
def restore_deletion(deletion: Deletion, *, by: Actor) -> Deletion:
    """Bring back everything that `deletion` took. Members may take back their own deletions.

    Raises PermissionDenied, and Refused when it was done already or something else has taken the name meanwhile.
    """
    deletion = Deletion.objects.filter(workspace=by.workspace).select_for_update().get(pk=deletion.pk)
    if isinstance(by, Automation) or deletion.by_id != by.pk:
        require(by, "delete", deletion)
    if deletion.restored_at:
        raise Refused(_("This was restored already."))
    if deletion.purged_at:
        raise Refused(_("This was erased for good; nothing is left to restore."))
    try:
        _bring_back(deletion)
    except IntegrityError as error:
        raise Refused(_("Something of the same name has been made in the meantime. Rename it first.")) from error
    deletion.restored_at = timezone.now()
    deletion.save(update_fields=["restored_at"])
    audit("restored", by=by, detail=_told(deletion))
    return deletion


@transaction.atomic
def _bring_back(deletion: Deletion) -> None:
    for label, ids in deletion.records.items():
        every = apps.get_model(label).with_deleted.filter(workspace=deletion.workspace_id)  # type: ignore[attr-defined]
        every.filter(pk__in=ids, deletion=deletion).update(deletion=None)


def _strike(deletion: Deletion) -> None:
    for label, ids in deletion.records.items():
        living = apps.get_model(label).objects.filter(workspace=deletion.workspace_id)  # type: ignore[attr-defined]
        living.filter(pk__in=ids).update(deletion=deletion)


def _begin(records: Sequence[Record], by: Actor) -> Deletion:
    named: dict[str, list[int]] = {}
    for record in records:
        named.setdefault(record._meta.label_lower, []).append(record.pk)
    deletion = _note(records[0], named, by)
    if any(_is_private(record) for record in records):
        deletion.private = True
        deletion.save(update_fields=["private"])
    return deletion


def _note(first: Record, named: dict[str, list[int]], by: Actor) -> Deletion:
    """The row of an act that takes the records `named` by model, of which `first` lends its name."""
    count = sum(len(ids) for ids in named.values())
    what = str(first)[:250] if count == 1 else f"{str(first)[:240]} +{count - 1}"
    facts = {"what": what, "records": named, "kind": next(iter(named)), "count": count}
    return Deletion.objects.create(workspace_id=first.workspace_id, by=member_of(by), **facts)


def _told(deletion: Deletion) -> dict[str, Any]:
    """What the audit log says of it: it is read by who may not know the names of private records."""
    return {} if deletion.private else {"what": deletion.what}


def _is_private(record: Record) -> bool:
    """Whether its name may be known to its owner and the named members only: its own, or that of the deal it is of."""
    return getattr(record, "private", False) or getattr(getattr(record, "deal", None), "private", False)
