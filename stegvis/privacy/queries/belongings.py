"""What there is about a person: for the preview of an erasure, for handing out, and for removing."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from stegvis.deals.models import Deal
from stegvis.people.models import Consent
from stegvis.timeline.models import EntryPlace, StoredFile, Task, TimelineEntry
from stegvis.transfer.models import Import, ImportedRecord
from stegvis.workspaces.models import FieldChange


def places_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """Where entries are shown because they were written about the person."""
    return EntryPlace.objects.filter(workspace=workspace_id, person__in=ids, direct=True)


def entries_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """The newest versions of the entries about the person."""
    return TimelineEntry.objects.filter(workspace=workspace_id, pk__in=places_of(workspace_id, ids).values("entry"))


def only_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """Those of `entries_of` that are about nothing else: no deal, no company, no other person."""
    places = EntryPlace.objects.filter(workspace=workspace_id, entry=OuterRef("pk"), direct=True)
    return entries_of(workspace_id, ids).filter(~Exists(places.exclude(person__in=ids)))


def versions_of(workspace_id: int, entries: Sequence[int]) -> list[int]:
    """The ids of `entries` and of all their earlier versions."""
    found, newest = list(entries), list(entries)
    while newest:
        rows = TimelineEntry.objects.filter(workspace=workspace_id, pk__in=newest, replaces__isnull=False)
        newest = [pk for pk in rows.values_list("replaces_id", flat=True) if pk not in found]
        found += newest
    return found


def files_of(workspace_id: int, entries: Sequence[int]) -> QuerySet:
    """The files of these entries."""
    return StoredFile.objects.filter(workspace=workspace_id, entry__in=entries)


def tasks_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """The tasks about the person, deleted ones too."""
    return Task.with_deleted.filter(workspace=workspace_id, person__in=ids)


def deals_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """The deals in which the person takes part."""
    return Deal.objects.filter(workspace=workspace_id, stakeholders__person__in=ids).distinct()


def consents_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """All consents given and withdrawn, the newest first."""
    return Consent.objects.filter(workspace=workspace_id, person_id__in=ids).select_related("by").order_by("-id")


def changes_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """What was changed of the person."""
    return FieldChange.objects.filter(workspace=workspace_id, kind="person", record_id__in=ids).order_by("id")


def imports_of(workspace_id: int, ids: Sequence[int]) -> QuerySet:
    """The imports that made or changed the person."""
    traces = ImportedRecord.objects.filter(workspace=workspace_id, kind="person", record_id__in=ids)
    return Import.objects.filter(workspace=workspace_id, pk__in=traces.values("of_import"))
