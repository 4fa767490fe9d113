"""What goes from the timeline when a record is erased: entries shown nowhere else, with their versions and files."""

from collections.abc import Callable, Sequence

from django.core.files.storage import default_storage
from django.db import models, transaction

from stegvis.timeline.homes import KINDS
from stegvis.timeline.models import EntryPlace, Pin, StoredFile, TimelineEntry


def forget_entries(model: type[models.Model], ids: Sequence[int]) -> Callable[[], None]:
    """A companion of the trash: remembers the entries of the records before they go, erases the homeless ones after."""
    name = str(model._meta.model_name)
    if name not in KINDS:
        return lambda: None
    places = EntryPlace._base_manager.filter(**{f"{name}__in": ids})
    entries = set(places.values_list("entry_id", flat=True))
    return lambda: _erase_homeless(entries)


def _erase_homeless(entries: set[int]) -> None:
    """Those without any place left, with the versions before them."""
    placed = EntryPlace._base_manager.filter(entry__in=entries).values_list("entry_id", flat=True)
    gone = entries - set(placed)
    chain = set(gone)
    while chain:
        earlier = TimelineEntry._base_manager.filter(pk__in=chain).exclude(replaces=None)
        chain = set(earlier.values_list("replaces_id", flat=True)) - gone
        gone |= chain
    _erase_files(gone)
    Pin._base_manager.filter(entry__in=gone).delete()
    TimelineEntry._base_manager.filter(pk__in=gone)._raw_delete("default")  # type: ignore[attr-defined]


def _erase_files(entries: set[int]) -> None:
    """Their rows now, what is on the disk once that is certain."""
    files = StoredFile._base_manager.filter(entry__in=entries)
    kept = [path for one in files.values_list("place", "preview") for path in one if path]
    files.delete()
    transaction.on_commit(lambda: _delete_from_disk(kept))


def _delete_from_disk(paths: Sequence[str]) -> None:
    for path in paths:
        default_storage.delete(path)
