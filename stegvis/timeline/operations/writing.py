"""Writing on the timeline: what everything that leaves an entry goes through."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.bulk import insert_rows
from stegvis.core.errors import Refused
from stegvis.core.statements import adapted
from stegvis.core.written import insert_written
from stegvis.people.models import Person
from stegvis.timeline.facts import Direction, Outcome, clean_facts, clean_text, is_contact
from stegvis.timeline.homes import KINDS, Relatives, kind_of
from stegvis.timeline.models import EntryKind, EntryPlace, TimelineEntry
from stegvis.timeline.operations.telling import members_named, tell_of_entry
from stegvis.timeline.placing import keep_contact, places_of
from stegvis.workspaces.models import Owned
from stegvis.workspaces.permissions import Actor, Automation, member_of, require

BATCH = 2000
MOST_PEOPLE = 50
AHEAD = timedelta(days=1)
PLACE_COLUMNS = (
    "workspace_id entry_id kind at deal_id company_id person_id direct contact "
    "through_deal_id through_person_id through_company_id"
).split()


@dataclass(slots=True, kw_only=True)
class Draft:
    """An entry to be written. At least one of deal, person, company is given by its id; the first of them is its home.

    `people_ids` took part, `by_id` is who did it where that is not who writes it down (imports).
    """

    kind: str
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    deal_id: int | None = None
    person_id: int | None = None
    company_id: int | None = None
    people_ids: Sequence[int] = ()
    by_id: int | None = None
    external_id: str = ""

    @property
    def named(self) -> list[tuple[str, int]]:
        """The records that were named, the home first."""
        given = [(kind, getattr(self, f"{kind}_id")) for kind in KINDS]
        return [(kind, pk) for kind, pk in given if pk] + [("person", pk) for pk in self.people_ids]


def write_note(on: Owned, text: str, *, by: Actor, at: datetime | None = None) -> TimelineEntry:
    """A note on a deal, person or company. Raises PermissionDenied, and Refused for an empty or endless one."""
    if not clean_text(text):
        raise Refused(_("Write something first."))
    return write_entry(on, EntryKind.NOTE, text, by=by, at=at)


def log_call(
    on: Owned,
    *,
    by: Actor,
    direction: str = Direction.OUT,
    outcome: str = Outcome.REACHED,
    minutes: int | None = None,
    text: str = "",
    people: Sequence[Person] = (),
    at: datetime | None = None,
) -> TimelineEntry:
    """A call with `people`. One that reached somebody is a contact. Raises PermissionDenied, Refused."""
    facts = {"direction": direction, "outcome": outcome, "minutes": minutes}
    return write_entry(on, EntryKind.CALL, text, by=by, at=at, facts=facts, people=people)


def log_meeting(
    on: Owned,
    *,
    by: Actor,
    place: str = "",
    minutes: int | None = None,
    text: str = "",
    people: Sequence[Person] = (),
    at: datetime | None = None,
) -> TimelineEntry:
    """A meeting that took place; one to come is a task. Raises PermissionDenied, Refused."""
    facts = {"place": place, "minutes": minutes}
    return write_entry(on, EntryKind.MEETING, text, by=by, at=at, facts=facts, people=people)


@transaction.atomic
def write_entry(
    on: Owned,
    kind: str,
    text: str = "",
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    people: Sequence[Person] = (),
    at: datetime | None = None,
) -> TimelineEntry:
    """An entry of `kind` on `on`, shown on its relatives and on `people` too. Raises PermissionDenied, Refused."""
    require(by, "write", on)
    if any(person.workspace_id != on.workspace_id for person in people) or len(people) > MOST_PEOPLE:
        raise Refused(_("These people cannot be named here."))
    if at and at > timezone.now() + AHEAD:
        raise Refused(_("This lies ahead. Plan it as a task."))
    home: dict[str, Any] = {f"{kind_of(on)}_id": on.pk}
    ids = list(dict.fromkeys(person.pk for person in people))
    named = members_named(text, on)
    told = {**(facts or {}), "mentions": {one.name: one.pk for one in named}}
    draft = Draft(kind=kind, text=text, facts=told, at=at, people_ids=ids, **home)
    entry = write_entries([draft], by=by)[0]
    tell_of_entry(kind, on, named, by=by)
    return entry


@transaction.atomic(savepoint=False)
def write_entries(drafts: Sequence[Draft], *, by: Actor) -> list[TimelineEntry]:
    """Write many at once, in their order: imports, the demo, merging. The caller has checked whose records they name.

    Raises PermissionDenied unless `by` may write at all, Refused for texts and facts that cannot be.
    """
    require(by, "write")
    now = timezone.now()
    entries = _insert([_entry(draft, by, now) for draft in drafts])
    relatives = Relatives.find(by.workspace, {draft.named[0] for draft in drafts})
    pairs = list(zip(entries, drafts, strict=True))
    insert_rows(EntryPlace, PLACE_COLUMNS, (_place_row(one) for one in _all_places(pairs, relatives)))
    keep_contact(by.workspace.pk, (draft.deal_id for entry, draft in pairs if draft.deal_id and is_contact(entry)))
    return entries


def _insert(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """Most entries come alone."""
    if len(entries) != 1:
        return TimelineEntry.objects.bulk_create(entries, batch_size=BATCH)
    insert_written(entries[0])
    return entries


def _entry(draft: Draft, by: Actor, now: datetime) -> TimelineEntry:
    member = member_of(by)
    facts = clean_facts(draft.kind, draft.facts)
    return TimelineEntry(
        workspace=by.workspace,
        kind=draft.kind,
        text=clean_text(draft.text),
        facts=facts | ({"people": list(draft.people_ids)} if draft.people_ids else {}),
        at=draft.at or now,
        by_id=draft.by_id or (member.pk if member else None),
        automation=by.name if isinstance(by, Automation) and not draft.by_id else "",
        external_id=draft.external_id,
        recorded_at=now,
    )


def _all_places(pairs: Iterable[tuple[TimelineEntry, Draft]], relatives: Relatives) -> Iterable[EntryPlace]:
    for entry, draft in pairs:
        yield from places_of(entry, draft.named, relatives.of[draft.named[0]])


def _place_row(place: EntryPlace) -> tuple:
    return tuple(adapted(getattr(place, name)) for name in PLACE_COLUMNS)
