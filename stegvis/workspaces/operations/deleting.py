"""Deleting records, and getting them back."""

from collections.abc import Sequence

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.records import Record
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.permissions import Actor, Automation, member_of, require


@transaction.atomic
def delete_records(records: Sequence[Record], *, by: Actor, verb: str = "delete") -> Deletion:
    """Delete `records` (of one workspace, at least one) as one act that `restore_deletion` takes back whole.

    `verb` is what the actor must be allowed to do with each. Raises PermissionDenied.
    """
    for record in records:
        require(by, verb, record)
    deletion = _begin(records, by)
    for label, ids in deletion.records.items():
        living = apps.get_model(label).objects.filter(workspace=deletion.workspace_id)  # type: ignore[attr-defined]
        living.filter(pk__in=ids).update(deletion=deletion)
    audit("deleted", by=by, detail={"what": deletion.what, "count": len(records)})
    return deletion


@transaction.atomic
def restore_deletion(deletion: Deletion, *, by: Actor) -> Deletion:
    """Bring back everything that `deletion` took. Members may take back their own deletions.

    Raises PermissionDenied, and Refused when it was done already or something else has taken the name meanwhile.
    """
    if isinstance(by, Automation) or deletion.by_id != by.pk:
        require(by, "delete", deletion)
    if deletion.restored_at:
        raise Refused(_("This was restored already."))
    try:
        _bring_back(deletion)
    except IntegrityError as error:
        raise Refused(_("Something of the same name has been made in the meantime. Rename it first.")) from error
    deletion.restored_at = timezone.now()
    deletion.save(update_fields=["restored_at"])
    audit("restored", by=by, detail={"what": deletion.what})
    return deletion


@transaction.atomic
def _bring_back(deletion: Deletion) -> None:
    for label, ids in deletion.records.items():
        every = apps.get_model(label).with_deleted.filter(workspace=deletion.workspace_id)  # type: ignore[attr-defined]
        every.filter(pk__in=ids, deletion=deletion).update(deletion=None)


def _begin(records: Sequence[Record], by: Actor) -> Deletion:
    first, more = records[0], len(records) - 1
    what = str(first)[:250] if not more else f"{str(first)[:240]} +{more}"
    member = member_of(by)
    named: dict[str, list[int]] = {}
    for record in records:
        named.setdefault(record._meta.label_lower, []).append(record.pk)
    return Deletion.objects.create(workspace_id=first.workspace_id, by=member, what=what, records=named)
