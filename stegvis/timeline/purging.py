"""Removing entries for good: for the trash, erasure and the undo of an import. Nothing of them stays on the disk."""

from collections.abc import Collection

from django.db import transaction

from stegvis.timeline import filing
from stegvis.timeline.models import EntryPlace, StoredFile, TimelineEntry
from stegvis.timeline.queries.entries import HOME
from stegvis.workspaces.models import Workspace

BATCH = 500


def purge_timeline(workspace: Workspace | int, kind: str, ids: Collection[int]) -> dict[str, int]:
    """Remove the entries written on records of `kind` ("deal") with these ids, in all versions, with their files.

    Call it within `core.append_only.purge`. Entries that are only shown there stay where they were written. Returns
    how many entries and files there were.
    """
    places = EntryPlace.objects.filter(HOME, workspace=workspace, direct=True, **{f"{kind}__in": list(ids)})
    return purge_entries(workspace, places.values_list("entry", flat=True))


def purge_entries(workspace: Workspace | int, newest: Collection[int]) -> dict[str, int]:
    """Remove these entries (ids of newest versions) with all they said before, and their files."""
    removed = {"entries": 0, "files": 0}
    waiting = list(newest)
    while waiting:
        some = TimelineEntry.objects.filter(workspace=workspace, pk__in=waiting[:BATCH])
        before = [one for one in some.values_list("replaces", flat=True) if one is not None]
        removed["files"] += remove_files(StoredFile.objects.filter(workspace=workspace, entry__in=waiting[:BATCH]))
        EntryPlace.objects.filter(workspace=workspace, entry__in=waiting[:BATCH]).delete()
        removed["entries"] += some.count()
        some.delete()
        waiting = waiting[BATCH:] + before
    return removed


def remove_files(files) -> int:
    """Remove these rows of StoredFile, and when that is certain, the files themselves. Returns how many."""
    places = [place for row in files.values_list("place", "preview") for place in row]
    count = len(places) // 2
    files.delete()
    transaction.on_commit(lambda: filing.remove(places))
    return count
