"""Putting files on a timeline."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from stegvis.timeline import filing
from stegvis.timeline.models import EntryKind, StoredFile, TimelineEntry
from stegvis.timeline.models.file import new_token
from stegvis.timeline.operations.writing import write_entry
from stegvis.workspaces.models import Owned
from stegvis.workspaces.permissions import Actor, member_of


def add_file(
    on: Owned, upload: UploadedFile, *, by: Actor, text: str = "", at: datetime | None = None
) -> TimelineEntry:
    """One file on a deal, person or company. Raises PermissionDenied, and Refused for one that is too large."""
    return add_files(on, [upload], by=by, text=text, at=at)


@transaction.atomic
def add_files(
    on: Owned, uploads: Sequence[UploadedFile], *, by: Actor, text: str = "", at: datetime | None = None
) -> TimelineEntry:
    """An entry with these files. Raises PermissionDenied, Refused; then nothing is left on the disk."""
    entry = write_entry(on, EntryKind.FILE, text, by=by, at=at)
    attach_files(entry, uploads, by=by)
    return entry


@transaction.atomic
def attach_files(entry: TimelineEntry, uploads: Sequence[UploadedFile], *, by: Actor) -> list[StoredFile]:
    """Keep `uploads` with an entry that was just written, of any kind."""
    kept: list[filing.Kept] = []
    try:
        rows = [_row(entry, upload, by, kept) for upload in uploads]
        return StoredFile.objects.bulk_create(rows)
    except BaseException:
        filing.remove([place for one in kept for place in (one.place, one.preview)])
        raise


def _row(entry: TimelineEntry, upload: UploadedFile, by: Actor, kept: list[filing.Kept]) -> StoredFile:
    token = new_token()
    one = filing.keep(upload, token)
    kept.append(one)
    return StoredFile(
        workspace_id=entry.workspace_id,
        entry=entry,
        token=token,
        name=filing.tame_name(upload.name or ""),
        type=one.type,
        size=one.size,
        digest=one.digest,
        place=one.place,
        preview=one.preview,
        by=member_of(by),
        at=entry.at,
    )
