"""Versions of entries: from any of them to the first and to the newest one, many at once."""

from collections.abc import Collection

from stegvis.timeline.models import TimelineEntry
from stegvis.workspaces.models import Workspace


def first_versions(workspace: Workspace | int, ids: Collection[int]) -> dict[int, int]:
    """The first version of each of `ids`: its number stays the same however often the entry is corrected."""
    return _walked(workspace, ids, "pk", "replaces_id")


def newest_versions(workspace: Workspace | int, ids: Collection[int]) -> dict[int, int]:
    """The newest version of each of `ids` that is an entry; what was removed for good is none."""
    living = TimelineEntry.objects.filter(workspace=workspace, pk__in=ids).values_list("pk", flat=True)
    return _walked(workspace, list(living), "replaces_id", "pk") if ids else {}


def _walked(workspace: Workspace | int, ids: Collection[int], here: str, there: str) -> dict[int, int]:
    """From column `here` to column `there`, version by version, until nothing is behind."""
    found, ahead = {pk: pk for pk in ids}, set(ids)
    while ahead:
        rows = TimelineEntry.objects.filter(workspace=workspace, **{f"{here}__in": ahead}, replaces__isnull=False)
        step = dict(rows.values_list(here, there))
        found = {pk: step.get(now, now) for pk, now in found.items()}
        ahead = set(step.values())
    return found
