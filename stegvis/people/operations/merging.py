"""Two records are one: everything of the other goes to the one that is kept, and a merge can be taken back.

What moves is named by the apps it belongs to (`stegvis.people.moving`), so a merge of companies takes deals, tasks and
the timeline along without knowing them.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.people.choosing import CHOICES, Choice
from stegvis.people.models import Company, Merge, MergedRecord, Person
from stegvis.people.moving import every, relations
from stegvis.people.operations.absorbing import absorb, name_owners, point_anew, settle_pairs
from stegvis.people.operations.journal import Journal
from stegvis.workspaces.keeping_up import keep_others_up
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.editing import as_text, record_changes, refresh
from stegvis.workspaces.operations.own_values import index_values
from stegvis.workspaces.own.definitions import PREFIX
from stegvis.workspaces.permissions import Actor, member_of, require, signed

HIGHEST = 30


def merge_companies(keep: Company, other: Company, *, by: Actor, choose: Collection[str] = ()) -> Merge:
    """Make `other` part of `keep`; `choose` names the facts (keys of CHOICES) of which the other's value stays.

    What is empty is filled from the other, everything that belongs to it moves, and its address leads to `keep`.
    Raises PermissionDenied (changing and deleting both is asked for), and Refused for one and the same or a stranger.
    """
    return _merge(keep, other, by=by, choose=choose)


def merge_people(keep: Person, other: Person, *, by: Actor, choose: Collection[str] = ()) -> Merge:
    """Make `other` one with `keep`, as `merge_companies` does; a wish not to be contacted holds for the whole."""
    return _merge(keep, other, by=by, choose=choose)


@transaction.atomic
def _merge(keep: Any, other: Any, *, by: Actor, choose: Collection[str]) -> Merge:
    _lock(keep, other)
    _refuse(keep, other, by)
    kind, journal = keep._meta.model_name, Journal(keep.workspace_id)
    before, own = {one.key: _said(one, keep) for one in CHOICES[kind]}, keep.fields or {}
    wanted, owners = _facts(keep, other, choose), {keep.owner_id, other.owner_id}
    if wanted.get("owner_id", keep.owner_id) != keep.owner_id:
        require(by, "reassign", keep)
    for relation in relations(kind):
        absorb(relation, keep, other, journal)
    journal.change(keep, wanted | {"updated_at": timezone.now()})
    point_anew(keep, other, journal)
    name_owners(keep, owners, journal)
    settle_pairs(keep, other, journal)
    merge = Merge.objects.create(
        workspace_id=keep.workspace_id, kind=kind, keep_id=keep.pk, other_id=other.pk, **signed(by)
    )
    _send_on(merge, other, journal)
    merge.deletion = _delete(other, journal, by)
    merge.journal = journal.steps
    merge.save(update_fields=["deletion", "journal"])
    _index_own(keep, own, by)
    _keep_history(keep, other, before, by)
    audit("merged", by=by, detail={"kind": kind, "kept": keep.pk, "merged": other.pk})
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: Actor) -> Counter:
    """Take a merge back: the other is there again with all it had. What was changed since stays as it is.

    Returns how many rows of which model stayed for that reason. Raises PermissionDenied, and Refused when it was done
    already, or one of the two was merged further or is no longer there.
    """
    merge = Merge.objects.select_for_update().get(workspace=merge.workspace_id, pk=merge.pk)
    keep, other = (every(f"people.{merge.kind}", merge.workspace_id).filter(pk=pk).first() for pk in _both(merge))
    _refuse_undo(merge, keep, other, by)
    before, own = {one.key: _said(one, keep) for one in CHOICES[merge.kind]}, keep.fields or {}
    left = Journal(merge.workspace_id, merge.journal).take_back()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    keep.refresh_from_db()
    _index_own(keep, own, by)
    _keep_history(keep, other, before, by, undone=True)
    audit("merge_undone", by=by, detail={"kind": merge.kind, "kept": keep.pk, "merged": other.pk})
    return left


def _both(merge: Merge) -> tuple[int, int]:
    return merge.keep_id, merge.other_id


def _lock(keep: Any, other: Any) -> None:
    """Always in the same order: two who merge the same pair at once wait for each other, and the second is refused."""
    for record in sorted((keep, other), key=lambda one: one.pk):
        refresh(record)


def _refuse(keep: Any, other: Any, by: Actor) -> None:
    if type(keep) is not type(other) or keep.workspace_id != other.workspace_id:
        raise Refused(_("These two cannot be merged."))
    if keep.pk == other.pk:
        raise Refused(_("Choose another one to merge with."))
    for record in (keep, other):
        for verb in ("edit", "delete"):
            require(by, verb, record)
        if record.deletion_id:
            raise Refused(_("%(name)s was deleted or merged in the meantime.") % {"name": record})
        if getattr(record, "erased_at", None):
            raise Refused(_("Who was erased cannot be merged."))


def _refuse_undo(merge: Merge, keep: Any, other: Any, by: Actor) -> None:
    if merge.undone_at:
        raise Refused(_("This merge was taken back already."))
    if keep is None or other is None or other.deletion_id != merge.deletion_id or getattr(keep, "erased_at", None):
        raise Refused(_("This merge cannot be taken back any more: one of the two is gone for good."))
    if keep.deletion_id:
        raise Refused(_("Restore what this was merged into first, or take back its later merge."))
    for verb in ("edit", "delete"):
        require(by, verb, keep)


def _facts(keep: Any, other: Any, choose: Collection[str]) -> dict[str, Any]:
    """The columns of `keep` as they are to be."""
    taken = [one for one in CHOICES[keep._meta.model_name] if _takes(one, keep, other, choose)]
    facts = {name: getattr(other, name) for one in taken for name in one.columns}
    facts |= {"external_id": keep.external_id or other.external_id, "private": keep.private or other.private}
    facts["description"] = _joined(keep.description, other.description)
    facts["fields"] = _fields(keep.fields, other.fields, choose)
    facts["absorbed"] = [*(keep.absorbed or []), other.pk, *(other.absorbed or [])]
    if isinstance(keep, Company):
        facts["parent_id"] = _parent(keep, other, facts.get("parent_id", keep.parent_id))
    else:
        facts["do_not_contact"] = strictest(keep.do_not_contact, other.do_not_contact)
    return facts


def _takes(one: Choice, keep: Any, other: Any, choose: Collection[str]) -> bool:
    return not one.is_empty(other) and (one.key in choose or one.is_empty(keep))


def _joined(ours: str, theirs: str) -> str:
    return ours if not theirs or theirs in ours else f"{ours}\n\n{theirs}" if ours else theirs


def _fields(ours: dict | None, theirs: dict | None, choose: Collection[str]) -> dict | None:
    """Values of the workspace's own fields; `field:<key>` chooses one."""
    if not theirs:
        return ours
    taken = {key: value for key, value in theirs.items() if f"field:{key}" in choose or not (ours or {}).get(key)}
    return {**(ours or {}), **taken}


def strictest(ours: str, theirs: str) -> str:
    """What one of two who are one must not be contacted by holds for both."""
    return ours if ours == theirs else ours or theirs if not (ours and theirs) else "all"


def _parent(keep: Company, other: Company, wanted: int | None) -> int | None:
    """The company that the kept one is part of: never itself, the other, or one that is part of either."""
    candidates = [wanted, keep.parent_id, other.parent_id]
    if _reaches(keep.parent_id, other.pk, keep):
        candidates = [other.parent_id]
    return next((one for one in candidates if one and not _reaches(one, keep.pk, keep, other.pk)), None)


def _reaches(above: int | None, pk: int, company: Company, *more: int) -> bool:
    """Whether going up from `above` one comes to `pk` or `more`; a chain without end counts."""
    for _step in range(HIGHEST):
        if above is None:
            return False
        if above in (pk, *more):
            return True
        rows = Company.with_deleted.filter(workspace=company.workspace_id, pk=above)
        above = rows.values_list("parent", flat=True).first()
    return True


def _send_on(merge: Merge, other: Any, journal: Journal) -> None:
    """Let the other's address, and what other programs call it, lead to the kept one."""
    earlier = MergedRecord.objects.filter(workspace=merge.workspace_id, kind=merge.kind, into_id=other.pk)
    ids = list(earlier.values_list("pk", flat=True))
    journal.move("people.mergedrecord", "into_id", ids, other.pk, merge.keep_id)
    alias = MergedRecord(
        workspace_id=merge.workspace_id,
        kind=merge.kind,
        record_id=other.pk,
        into_id=merge.keep_id,
        merge=merge,
        external_id=other.external_id,
        registration_number=getattr(other, "registration_number", ""),
        name_key=other.name_key,
    )
    journal.add("people.mergedrecord", [alias])


def _delete(other: Any, journal: Journal, by: Actor) -> Deletion:
    """Mark the other as deleted by an act that is not in the trash: it comes back with the merge, or not at all."""
    closed = Deletion.objects.create(
        workspace_id=other.workspace_id, by=member_of(by), what=str(other)[:300], restored_at=timezone.now()
    )
    journal.change(other, {"deletion_id": closed.pk})
    return closed


def _index_own(keep: Any, before: dict, by: Actor) -> None:
    """Bring the rows by which own fields are found up to the values that changed."""
    now = keep.fields or {}
    changed = [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
    index_values(keep, [f"{PREFIX}{key}" for key in changed], by=by)


def _said(one: Choice, record: Any) -> str:
    """A fact as history keeps it."""
    names = {"parent_id": "parent", "company_id": "company", "owner_id": "owner"}
    values = [getattr(record, names.get(name, name)) for name in one.columns if name != "name_key"]
    return " ".join(as_text(value) for value in values if value not in (None, ""))


def _keep_history(keep: Any, other: Any, before: dict[str, str], by: Actor, *, undone: bool = False) -> None:
    record = type(keep).with_deleted.filter(workspace=keep.workspace_id).get(pk=keep.pk)
    after = {one.key: _said(one, record) for one in CHOICES[keep._meta.model_name]}
    changed = {key: value for key, value in after.items() if value != before[key]}
    names = {
        name.removesuffix("_id") for one in CHOICES[keep._meta.model_name] if one.key in changed for name in one.columns
    }
    keep_others_up(record, names)
    mark = {"merged": str(other)}
    if undone:
        record_changes(record, before | mark, changed | {"merged": ""}, by=by)
    else:
        record_changes(record, before | {"merged": ""}, changed | mark, by=by)
