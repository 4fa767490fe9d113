"""The doors to what lies on timelines: through the record on which an entry was written."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from stegvis.timeline.homes import KINDS, kind_of, model_of
from stegvis.timeline.models import EntryPlace, StoredFile, TimelineEntry
from stegvis.timeline.queries.entries import HOME
from stegvis.workspaces.access import get_owned
from stegvis.workspaces.models import Member, Owned

LARGEST = 2**63 - 1
# Apps above have these pages.
PAGES = {"deal": "deals:deal", "person": "pages:person", "company": "pages:company"}


def get_record(member: Member, kind: str, pk: int, verb: str = "see") -> Owned:
    """The record of `kind` that `member` may see; Http404, or PermissionDenied when it may not `verb`."""
    if kind not in KINDS or pk > LARGEST:
        raise Http404
    return get_owned(model_of(kind).objects.all(), member, pk, verb)


def get_entry(member: Member, pk: int) -> tuple[TimelineEntry, Owned]:
    """The entry whose newest version is `pk`, and the record on which it was written, which `member` sees; Http404."""
    if pk > LARGEST:
        raise Http404
    place = _homes(member).filter(entry=pk).select_related("entry").first()
    if place is None:
        raise Http404
    return place.entry, _record(member, place)


def get_file(member: Member, token: str) -> StoredFile:
    """The file behind `token`, of an entry on a record that `member` sees; Http404."""
    files = StoredFile.objects.filter(workspace=member.workspace_id, entry__withdrawn=False)
    found = get_object_or_404(files, token=token)
    get_entry(member, found.entry_id or 0)
    return found


def versions_of(entry: TimelineEntry) -> list[TimelineEntry]:
    """What `entry` said before, newest first; what was removed says nothing any more until it is brought back."""
    found, before = [], None if entry.withdrawn else entry.replaces_id
    while before and len(found) < 50:
        version = TimelineEntry.objects.filter(workspace=entry.workspace_id, pk=before).select_related("by").first()
        before = version.replaces_id if version else None
        found += [version] if version else []
    return found


def address_of(record: Owned) -> str:
    """The page of a record that has a timeline."""
    return reverse(PAGES[kind_of(record)], kwargs={"slug": record.workspace.slug, "pk": record.pk})


def _homes(member: Member) -> QuerySet:
    return EntryPlace.objects.filter(HOME, workspace=member.workspace_id, direct=True)


def _record(member: Member, place: EntryPlace) -> Owned:
    kind = next(kind for kind in KINDS if getattr(place, f"{kind}_id"))
    return get_record(member, kind, getattr(place, f"{kind}_id"))
