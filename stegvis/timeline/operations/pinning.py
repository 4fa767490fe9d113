"""Keeping an entry on top of a record's timeline, for everybody."""

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.timeline.homes import kind_of
from stegvis.timeline.models import EntryPlace, Pin, TimelineEntry
from stegvis.workspaces.models import Owned
from stegvis.workspaces.permissions import Actor, member_of, require

MOST = 5


@transaction.atomic
def pin_entry(entry: TimelineEntry, on: Owned, *, by: Actor) -> Pin:
    """Keep `entry` on top of the timeline of `on`, where it is shown. Raises PermissionDenied, Refused."""
    require(by, "write", on)
    here = {"workspace": on.workspace_id, kind_of(on): on}
    if entry.withdrawn or not EntryPlace.objects.filter(entry=entry, **here).exists():
        raise Refused(_("This is not on this timeline."))
    pins = Pin.objects.filter(**here)
    present = pins.filter(entry=entry).first()
    if present is None and pins.count() >= MOST:
        raise Refused(_("At most %(number)s entries are kept on top. Take one down first.") % {"number": MOST})
    mine = {"workspace_id": on.workspace_id, kind_of(on): on, "entry": entry, "by": member_of(by)}
    return present or Pin.objects.create(**mine)


@transaction.atomic
def unpin_entry(entry: TimelineEntry, on: Owned, *, by: Actor) -> None:
    """Take `entry` down again. Raises PermissionDenied."""
    require(by, "write", on)
    Pin.objects.filter(workspace=on.workspace_id, entry=entry, **{kind_of(on): on}).delete()
