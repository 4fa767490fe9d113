"""The entries of a record's timeline, as far as a member may see them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written
from stegvis.timeline.homes import KINDS, kind_of, model_of
from stegvis.timeline.models import EntryKind, EntryPlace, Pin, StoredFile
from stegvis.timeline.queries.story import Happening, Key, moment_of, tick_of
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import Scope, scope_of, seen_scope

# What one may look at alone, by its key in the address.
CHIPS = {
    "notes": EntryKind.NOTE,
    "calls": EntryKind.CALL,
    "meetings": EntryKind.MEETING,
    "files": EntryKind.FILE,
    "tasks": EntryKind.TASK,
}
HOME = Q(through_deal=None, through_person=None, through_company=None)
AWAY = Q(through_deal__isnull=False) | Q(through_person__isnull=False) | Q(through_company__isnull=False)
WITH = JsonRows(
    EntryPlace.objects.filter(
        AWAY, entry=OuterRef("entry_id"), direct=True, person__isnull=False, person__deletion=None
    ).order_by("id"),
    id="person_id",
    first="person__first_name",
    last="person__last_name",
    private="person__private",
    owner="person__owner_id",
)
FILES = JsonRows(
    StoredFile.objects.filter(entry=OuterRef("entry_id")).order_by("id"),
    token="token",  # noqa: S106  a column
    name="name",
    type="type",
    size="size",
    preview="preview",
)
# How many are kept on top of the same record: a page without any entry has none.
PINS = {
    kind: JsonRows(Pin.objects.filter(**{kind: OuterRef(f"{kind}_id")}).order_by("id")[:1], id="id") for kind in KINDS
}
FACTS = {
    "id": "entry_id",
    "by": "entry__by_id",
    "text": "entry__text",
    "told": "entry__facts",
    "replaces": "entry__replaces_id",
    "withdrawn": "entry__withdrawn",
    "recorded": "entry__recorded_at",
    "deal": "through_deal_id",
    "deal_title": "through_deal__title",
    "people": "with_people",
    "files": "with_files",
    "pins": "pins_here",
}
FIELDS = ("at", "id", "kind", "entry__by__name", "entry__automation", *FACTS.values())


@dataclass
class Timeline:
    """The entries of one record, for one reader. Once entries were read, `has_pins` says whether some are on top."""

    member: Member
    record: Owned
    has_pins: bool = False

    def newest(self, kinds: Sequence[str] | None, behind: Key, limit: int) -> Iterator[Happening]:
        """At most `limit` entries of `kinds` (None: all) behind the key `behind`, newest first."""
        shape = (kind_of(self.record), tuple(kinds) if kinds is not None else None, limit)
        values: dict[str, Any] = {"workspace": self.record.workspace_id, "record": self.record.pk}
        if len(behind) == 2:
            values |= {"until": moment_of(behind[0]), "last": behind[1]}
        return (self._happening(row) for row in self._rows(shape, values))

    def _rows(self, shape: tuple, values: dict[str, Any]) -> Iterable[tuple]:
        kind, kinds, limit = shape
        scope = seen_scope(self.member)
        if kind == "deal":
            return ON_DEALS(*shape, **values)
        if scope is None:
            return self._seen(_entries(kind, kinds, **values))[:limit]
        return ON_OTHERS(*shape, member=self.member.pk, **scope, **values)

    def pinned(self) -> list[Happening]:
        """What is kept on top, newest first."""
        kind, workspace = kind_of(self.record), self.record.workspace_id
        pins = Pin.objects.filter(workspace=workspace, **{kind: self.record.pk})
        places = _entries(kind, None, workspace, self.record.pk).filter(entry__in=pins.values("entry"))
        return [self._happening(row) for row in self._seen(places)]

    def _seen(self, places: QuerySet) -> QuerySet:
        return visible_places(places, self.member)

    def _happening(self, row: tuple) -> Happening:
        at, place, kind, name, robot, *facts = row
        told = dict(zip(FACTS, facts, strict=True))
        self.has_pins = self.has_pins or bool(told.pop("pins"))
        told["people"] = [one for one in told["people"] if self._knows(one)]
        told["mentioned"] = {name: self._deals_of(pk) for name, pk in told["told"].get("mentions", {}).items()}
        return Happening(kind, at, at, name or robot, (tick_of(at), place), told)

    def _knows(self, person: dict) -> bool:
        """Whether the reader may read a name, without asking: who is named on a private person meets them elsewhere."""
        if person["owner"] == self.member.pk:
            return True
        return not person["private"] and scope_of(self.member, "see") == Scope.ALL

    def _deals_of(self, member: int) -> str:
        return f"{reverse('deals:list', args=[self.member.workspace.slug])}?owner={member}"


def visible_places(places: QuerySet, member: Member) -> QuerySet:
    """Of `places` on a record that `member` sees, those whose home it sees too."""
    return _with_homes(places, lambda model: model.objects.visible_to(member))


def _with_homes(places: QuerySet, seen: Callable[[type[Owned]], QuerySet]) -> QuerySet:
    for kind in KINDS:
        through = f"through_{kind}"
        homes = seen(model_of(kind)).filter(pk=OuterRef(through))
        places = places.filter(Q(**{through: None}) | Exists(homes))
    return places


def _entries(
    kind: str,
    kinds: tuple[str, ...] | None,
    workspace: int,
    record: int,
    until: datetime | None = None,
    last: int = 0,
) -> QuerySet:
    places = EntryPlace.objects.filter(workspace=workspace, **{kind: record})
    if kinds is not None:
        places = places.filter(kind__in=kinds)
    if until is not None:
        places = places.filter(at__lte=until).filter(Q(at__lt=until) | Q(pk__lt=last))
    told = places.annotate(with_people=WITH, with_files=FILES, pins_here=PINS[kind])
    return told.order_by("-at", "-id").values_list(*FIELDS)


def _on_deals(kind: str, kinds: tuple[str, ...] | None, limit: int, **values) -> QuerySet:
    return _entries(kind, kinds, **values).filter(HOME)[:limit]


def _on_others(
    kind: str, kinds: tuple[str, ...] | None, limit: int, member: int, owners: Collection[int] | None = None, **values
) -> QuerySet:
    workspace = values["workspace"]
    return _with_homes(_entries(kind, kinds, **values), lambda model: model.objects.seen_by(workspace, member, owners))[
        :limit
    ]


ON_DEALS = Written(_on_deals)
ON_OTHERS = Written(_on_others)
