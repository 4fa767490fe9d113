"""Private records: seen by their owner and the named members only, and left out of others' sums."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.operations.editing import edit_record, record_changes
from stegvis.workspaces.permissions import Actor, require


@transaction.atomic
def set_privacy(record: Owned, private: bool, named: Sequence[Member], *, by: Actor) -> Owned:
    """Make `record` private, also seen by `named`, or open to all again (which forgets who was named).

    Raises PermissionDenied (as for giving it to someone else), and Refused for a private record without an owner,
    which nobody would find again.
    """
    require(by, "reassign", record)
    if private and record.owner_id is None:
        raise Refused(_("Give this an owner first: only the owner and the named members see what is private."))
    if any(member.workspace_id != record.workspace_id for member in named):
        raise ValueError("Only members of the record's workspace can be named on it.")
    before = sorted(member.name for member in record.named.all())
    after = sorted({member.name for member in named}) if private else []
    edit_record(record, {"private": private}, by=by)
    record.named.set(named if private else [])
    if before != after:
        record_changes(record, {"named": ", ".join(before)}, {"named": ", ".join(after)}, by=by)
    return record
