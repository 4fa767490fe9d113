"""Putting tags on companies and people."""

from collections.abc import Sequence

from django.db import transaction

from stegvis.workspaces.models import Owned, Tag
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.operations.tagging import ensure_tag
from stegvis.workspaces.permissions import Actor, require


@transaction.atomic
def set_tags(record: Owned, names: Sequence[str], *, by: Actor) -> list[Tag]:
    """Make the tags of these names those of `record`; unknown ones are made. Raises PermissionDenied."""
    record = refresh(record)
    require(by, "edit", record)
    tags = list({tag.pk: tag for tag in (ensure_tag(name, by=by) for name in names if name.strip())}.values())
    before = _names(record.tags.all())
    after = _names(tags)
    record.tags.set(tags)
    if before != after:
        record_changes(record, {"tags": before}, {"tags": after}, by=by)
    return tags


def _names(tags) -> str:
    return ", ".join(sorted(tag.name for tag in tags))
