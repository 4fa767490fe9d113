"""Where entries are shown: on their home, on what their writer named, and on the relatives of their home."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from stegvis.timeline.facts import is_contact
from stegvis.timeline.homes import KINDS, Relatives, kind_of, model_of
from stegvis.timeline.models import EntryPlace, TimelineEntry
from stegvis.workspaces.models import Owned

BATCH = 2000
# What apps above do when the last contact of deals has changed: called with the workspace and the deals' ids.
AFTER_CONTACT: list[Callable[[int, list[int]], None]] = []
Key = tuple[str, int]


def places_of(entry: TimelineEntry, named: Sequence[Key], derived: Iterable[Key]) -> Iterator[EntryPlace]:
    """Unsaved places of a new `entry`. `named` are the records its writer named, its home first."""
    home, seen = named[0], set()
    for key, direct in [*((one, True) for one in named), *((one, False) for one in derived)]:
        if key not in seen:
            seen.add(key)
            yield _place(entry, key, home, direct)


def _place(entry: TimelineEntry, key: Key, home: Key, direct: bool) -> EntryPlace:
    through = {} if key == home else {f"through_{home[0]}_id": home[1]}
    return EntryPlace(
        workspace_id=entry.workspace_id,
        entry_id=entry.pk,
        kind=str(entry.kind),
        at=entry.at,
        contact=is_contact(entry),
        direct=direct,
        **{f"{key[0]}_id": key[1]},
        **through,
    )


@transaction.atomic
def place_anew(record: Owned) -> None:
    """Show the entries of `record` where its relatives are now: after it got another company or other people."""
    home = (kind_of(record), record.pk)
    wanted = set(Relatives.find(record.workspace_id, {home}).of[home])
    derived = EntryPlace.objects.filter(workspace=record.workspace_id, direct=False, **{f"through_{home[0]}": record})
    present = {_key(row) for row in derived.order_by().distinct().values(*KINDS)}
    for kind, pk in present - wanted:
        derived.filter(**{kind: pk}).delete()
    for key in wanted - present:
        _show_on(record, home, key)


def _key(row: dict) -> Key:
    return next((kind, row[kind]) for kind in KINDS if row[kind])


def _show_on(record: Owned, home: Key, key: Key) -> None:
    """Places on `key` for all entries whose home is `record`, but for those that name it anyway."""
    own = EntryPlace.objects.filter(workspace=record.workspace_id, direct=True, **{home[0]: record})
    own = own.filter(through_deal=None, through_person=None, through_company=None)
    named = EntryPlace.objects.filter(workspace=record.workspace_id, entry=OuterRef("entry"), **{key[0]: key[1]})
    rows = own.filter(~Exists(named)).values("entry", "kind", "at", "contact")
    EntryPlace.objects.bulk_create(
        (
            EntryPlace(
                workspace_id=record.workspace_id,
                entry_id=row.pop("entry"),
                direct=False,
                **{f"{key[0]}_id": key[1], f"through_{home[0]}_id": home[1]},
                **row,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def keep_contact(workspace: int, deals: Iterable[int]) -> None:
    """Write anew when each of `deals` was last in contact with its buyer."""
    ids = sorted(set(deals))
    last = EntryPlace.objects.filter(workspace=workspace, deal=OuterRef("pk"), contact=True, at__lte=timezone.now())
    newest = Subquery(last.order_by("-at").values("at")[:1])
    for start in range(0, len(ids), BATCH):
        some = model_of("deal").with_deleted.filter(workspace=workspace, pk__in=ids[start : start + BATCH])
        some.update(contacted_at=newest)
        for follow in AFTER_CONTACT:
            follow(workspace, ids[start : start + BATCH])
