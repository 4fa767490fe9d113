"""Removing entries for good: for the trash and for erasing people. Nothing of them stays on the disk."""

from collections.abc import Callable, Collection, Sequence

from django.db import models, transaction

from stegvis.timeline import filing
from stegvis.timeline.homes import KINDS
from stegvis.timeline.models import EntryPlace, Pin, StoredFile, TimelineEntry
from stegvis.workspaces.models import Workspace

BATCH = 500


def forget_entries(model: type[models.Model], ids: Sequence[int]) -> Callable[[], None]:
    """A companion of the trash: remembers the entries of the records before they go, removes the homeless ones after.

    Entries that are only shown on the records stay where they were written.
    """
    name = str(model._meta.model_name)
    if name not in KINDS:
        return lambda: None
    places = EntryPlace._base_manager.filter(**{f"{name}__in": ids})
    entries = set(places.values_list("workspace", "entry"))
    return lambda: _purge_homeless(entries)


def _purge_homeless(entries: set[tuple[int, int]]) -> None:
    """Those (of workspace and id) that have no place left."""
    for workspace in {one for one, _pk in entries}:
        ids = {pk for one, pk in entries if one == workspace}
        placed = EntryPlace.objects.filter(workspace=workspace, entry__in=ids)
        purge_entries(workspace, ids - set(placed.values_list("entry", flat=True)))


def purge_entries(workspace: Workspace | int, newest: Collection[int]) -> dict[str, int]:
    """Remove these entries (ids of newest versions) with all they said before, and their files.

    Call it within `core.append_only.purge`. Returns how many entries (in all versions) and files there were.
    """
    removed = {"entries": 0, "files": 0}
    waiting = list(newest)
    while waiting:
        some = TimelineEntry.objects.filter(workspace=workspace, pk__in=waiting[:BATCH])
        before = [one for one in some.values_list("replaces", flat=True) if one is not None]
        removed["files"] += remove_files(StoredFile.objects.filter(workspace=workspace, entry__in=waiting[:BATCH]))
        for model in (EntryPlace, Pin):
            model.objects.filter(workspace=workspace, entry__in=waiting[:BATCH]).delete()  # type: ignore[attr-defined]
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
