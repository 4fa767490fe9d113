"""Entries cannot be changed: a correction, a removal and its Undo are further versions that replace the one before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.timeline.facts import clean_facts, clean_text, is_contact
from stegvis.timeline.homes import KINDS, model_of
from stegvis.timeline.models import EntryKind, EntryPlace, Pin, StoredFile, TimelineEntry
from stegvis.timeline.operations.telling import members_named, tell_of_entry
from stegvis.timeline.operations.writing import AHEAD
from stegvis.timeline.placing import keep_contact
from stegvis.workspaces.models import Owned
from stegvis.workspaces.permissions import Actor, Automation, may, member_of, require, signed


@transaction.atomic
def correct_entry(
    entry: TimelineEntry,
    *,
    by: Actor,
    text: str,
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> TimelineEntry:
    """A new version of `entry` (its newest) in which `facts` are changed and the rest stays. Only for its writer.

    Raises PermissionDenied, and Refused for a version that is not the newest, was removed, or cannot be.
    """
    require_own(entry, by)
    _lock_newest(entry)
    text = clean_text(text)
    if not text and entry.kind == EntryKind.NOTE:
        raise Refused(_("Write something first."))
    if at and at > timezone.now() + AHEAD:
        raise Refused(_("This lies ahead. Plan it as a task."))
    home, before = home_of(entry), entry.facts.get("mentions", {})
    named = {one.name: one for one in members_named(text, home)}
    mentions = {name: one.pk for name, one in named.items()}
    kept = clean_facts(entry.kind, entry.facts | {"mentions": mentions} | (facts or {}))
    if (text, kept, at or entry.at) == (entry.text, entry.facts, entry.at):
        return entry
    tell_of_entry("", home, [one for name, one in named.items() if name not in before], by=by)
    return _replace(entry, text=text, facts=kept, at=at or entry.at, by_id=entry.by_id, automation=entry.automation)


@transaction.atomic
def withdraw_entry(entry: TimelineEntry, *, by: Actor) -> TimelineEntry:
    """Remove `entry`: what is left says who did it. For its writer, and who may delete the record it was written on.

    Returns the version that `restore_entry` takes back. Raises PermissionDenied, Refused.
    """
    require_removal(entry, by)
    _lock_newest(entry)
    return _replace(entry, withdrawn=True, **signed(by))


@transaction.atomic
def restore_entry(entry: TimelineEntry, *, by: Actor) -> TimelineEntry:
    """Take the removal `entry` back. For who removed it, who wrote it, and who may delete the record.

    Raises PermissionDenied, Refused.
    """
    before = TimelineEntry.objects.filter(workspace=entry.workspace_id, pk=entry.replaces_id).first()
    if not entry.withdrawn or before is None:
        raise Refused(_("This was restored already."))
    if not (_is_own(entry, by) or _is_own(before, by)):
        require(by, "delete", home_of(entry))
    _lock_newest(entry, removed=True)
    told = {"text": before.text, "facts": before.facts, "at": before.at}
    return _replace(entry, by_id=before.by_id, automation=before.automation, **told)


def require_own(entry: TimelineEntry, by: Actor) -> None:
    """Raise PermissionDenied unless `by` wrote `entry` and may still write on its home."""
    require(by, "write", home_of(entry))
    if not _is_own(entry, by):
        raise PermissionDenied(_("Only who wrote this can correct it."))


def require_removal(entry: TimelineEntry, by: Actor) -> None:
    """Raise PermissionDenied unless `by` may remove `entry`."""
    home = home_of(entry)
    if not (_is_own(entry, by) and may(by, "write", home)):
        require(by, "delete", home)


def home_of(entry: TimelineEntry) -> Owned:
    """The record on which `entry` (its newest version) was written; Refused when that is gone."""
    alone = entry.places.filter(direct=True, through_deal=None, through_person=None, through_company=None)
    for kind, pk in (alone.values(*KINDS).first() or {}).items():
        record = model_of(kind).with_deleted.filter(workspace=entry.workspace_id, pk=pk).first() if pk else None
        if record:
            return record
    raise Refused(_("This is not the newest version. Load the page again."))


def _is_own(entry: TimelineEntry, by: Actor) -> bool:
    member = member_of(by)
    return isinstance(by, Automation) or (member is not None and entry.by_id == member.pk)


def _lock_newest(entry: TimelineEntry, removed: bool = False) -> None:
    """Its places are locked; two who change an entry at once change it one after the other."""
    if not list(entry.places.select_for_update().order_by("pk")):
        raise Refused(_("Somebody changed this in the meantime. Load the page again."))
    if entry.withdrawn and not removed:
        raise Refused(_("This was removed. Restore it first."))


def _replace(entry: TimelineEntry, **facts: Any) -> TimelineEntry:
    """Write the next version; places, pins and files follow it."""
    kept = {name: getattr(entry, name) for name in ("workspace_id", "kind", "external_id")}
    told = {"text": "", "facts": {}, "at": entry.at} | facts
    newer = TimelineEntry.objects.create(replaces=entry, **kept, **told)
    shown = EntryPlace.objects.filter(workspace=entry.workspace_id, entry=entry)
    shown.update(entry=newer, at=newer.at, contact=is_contact(newer))
    for model in (Pin, StoredFile):
        model.objects.filter(workspace=entry.workspace_id, entry=entry).update(entry=newer)
    deals = EntryPlace.objects.filter(workspace=entry.workspace_id, entry=newer, deal__isnull=False)
    keep_contact(entry.workspace_id, deals.values_list("deal", flat=True))
    return newer
