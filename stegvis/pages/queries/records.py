"""What the pages of a company and a person show beside their facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, When, Window, prefetch_related_objects

from stegvis.core.json_rows import JsonRows
from stegvis.core.lists import Count as Tally
from stegvis.core.written import Written, columns, joined_columns, joined_instance
from stegvis.deals.models import Deal
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.processes.models import Stage, StageKind
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member, Tag
from stegvis.workspaces.permissions import seen_scope

FEW = 8
COUNTED = 1000
OPEN = (StageKind.OPEN, StageKind.PARKED)
# Parked deals can still be won; stages after the decision count as what they come after.
GROUPS = {
    "open": OPEN,
    "won": (StageKind.WON, StageKind.AFTER_WON),
    "lost": (StageKind.LOST, StageKind.AFTER_LOST),
}


@dataclass(frozen=True)
class Some:
    """The first rows of something, and whether there are more."""

    rows: list
    more: bool


@dataclass(frozen=True)
class Deals:
    """Some deals, open ones first; how many are open, won, lost (of a thousand); the stairs of open ones by id."""

    rows: list[Deal]
    more: bool
    counts: dict[str, Tally]
    stairs: dict[int, list[dict]]


def complete(record: Company | Person) -> None:
    """Fetch what the facts of `record` are made of, but for how it is reached: addresses, tags, who is named on it.

    They come beside each other by one query, and are then there as if they had been prefetched.
    """
    kind = type(record)
    found = BESIDE(kind, workspace=record.workspace_id, pk=record.pk)
    for (name, (model, _rows)), rows in zip(KEPT[kind].items(), found[0] if found else ([], []), strict=False):
        _prefetched(record, name, [model(**row) for row in rows])
    if record.private:
        prefetch_related_objects([record], "named")


def _tags(model: type[Company] | type[Person]) -> JsonRows:
    through: Any = model.tags.through
    having = through.objects.filter(**{f"{model._meta.model_name}_id": OuterRef(OuterRef("pk"))})
    return JsonRows(Tag.objects.filter(pk__in=having.values("tag_id")).order_by("name"), id="id", name="name")


_ADDRESS = ("id", "kind", "street", "postcode", "city", "region", "country")
_ADDRESSES = JsonRows(
    Address.objects.filter(company=OuterRef("pk")).order_by("id"), **{name: name for name in _ADDRESS}
)
# What is kept beside a record of each kind: the relation, its model, and its rows.
KEPT: dict[type, dict[str, tuple[Any, JsonRows]]] = {
    Company: {"tags": (Tag, _tags(Company)), "addresses": (Address, _ADDRESSES)},
    Person: {"tags": (Tag, _tags(Person))},
}


def _beside(kind: type[Company] | type[Person], workspace: int, pk: int) -> QuerySet:
    rows = {f"{name}_beside": rows for name, (_model, rows) in KEPT[kind].items()}
    return kind.objects.filter(workspace=workspace, pk=pk).annotate(**rows).values_list(*rows)


BESIDE = Written(_beside)


def _prefetched(record: Company | Person, name: str, rows: list) -> None:
    cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
    kept = getattr(record, name).all()
    kept._result_cache, kept._prefetch_done = rows, True
    cache[name] = kept


def deals_of_company(member: Member, company: Company) -> Deals:
    """The deals of `company` that `member` sees."""
    return _deals(member, "company", company.pk)


def deals_of_person(member: Member, person: Person) -> Deals:
    """The deals in which `person` takes part and that `member` sees."""
    return _deals(member, "person", person.pk)


def _deals(member: Member, of: str, pk: int) -> Deals:
    scope = seen_scope(member)
    found = [] if scope is None else DEALS(of, member=member.pk, workspace=member.workspace_id, pk=pk, **scope)
    rows = [joined_instance(Deal, ("stage",), row) for row in found]
    counts = dict(zip(GROUPS, found[0][-len(GROUPS) :], strict=True)) if found else dict.fromkeys(GROUPS, 0)
    capped = sum(counts.values()) >= COUNTED
    tallies = {name: Tally(number, capped) for name, number in counts.items()}
    steps = {deal.pk: row[-len(GROUPS) - 1] for deal, row in zip(rows, found, strict=True)}
    stairs = {deal.pk: _steps(deal, steps[deal.pk]) for deal in rows[:FEW] if deal.status == StageKind.OPEN}
    return Deals(rows[:FEW], len(rows) > FEW, tallies, stairs)


def _newest_deals(of: str, workspace: int, member: int, pk: int, owners: list[int] | None = None) -> QuerySet:
    """Of at most the newest thousand, so that one company's history never slows its page; the counts come along."""
    seen = Deal.objects.seen_by(workspace, member, owners)
    if of == "company":
        seen = seen.filter(company=pk)
    else:
        part = Deal.people.through.objects.filter(  # type: ignore[attr-defined]
            workspace=workspace, person=pk
        ).values("deal")
        seen = seen.filter(pk__in=part)
    newest = seen.order_by("-id").values("pk")[:COUNTED]
    first = Case(When(status__in=OPEN, then=0), default=1, output_field=IntegerField())
    within = Deal.objects.filter(workspace=workspace, pk__in=newest).annotate(
        **{name: Window(Count("pk", filter=Q(status__in=kinds))) for name, kinds in GROUPS.items()}
    )
    ordered = within.order_by(first, "closing", "-id")
    stairs = ordered.annotate(stair=STAIR)
    return stairs.values_list(*joined_columns(Deal, ("stage",)), "stair", *GROUPS)[: FEW + 1]


# The open stages of the version a deal runs in, beside it.
STAIR = JsonRows(
    Stage.objects.filter(version=OuterRef("stage__version"), kind=StageKind.OPEN).order_by("position", "id"),
    id="id",
    name="name",
)


DEALS = Written(_newest_deals)


def _steps(deal: Deal, stages: list[dict]) -> list[dict]:
    here = next((place for place, stage in enumerate(stages) if stage["id"] == deal.stage_id), 0)
    states = ["done" if place < here else "here" if place == here else "ahead" for place in range(len(stages))]
    return [
        {"name": stage["name"], "state": state, "depth": depth(place, len(stages))}
        for place, (stage, state) in enumerate(zip(stages, states, strict=True))
    ]


def people_of(member: Member, company: Company) -> Some:
    """The people at `company` that `member` sees, by name."""
    return _some(member, Person, company=company.pk)


def subsidiaries_of(member: Member, company: Company) -> Some:
    """The companies that are part of `company` and that `member` sees, by name."""
    return _some(member, Company, parent=company.pk)


def colleagues_of(member: Member, person: Person) -> Some:
    """The other people at the company of `person` that `member` sees, by name."""
    if person.company_id is None:
        return Some([], False)
    return _some(member, Person, company=person.company_id, but=person.pk)


def _some(member: Member, model: type[Company] | type[Person], **pins: int) -> Some:
    scope = seen_scope(member)
    if scope is None:
        return Some([], False)
    rows = BY_NAME.instances(model, model, workspace=member.workspace_id, member=member.pk, **scope, **pins)
    return Some(rows[:FEW], len(rows) > FEW)


def _by_name(
    model, workspace: int, member: int, owners: list[int] | None = None, but: int | None = None, **pins: int
) -> QuerySet:
    seen = model.objects.seen_by(workspace, member, owners).filter(**pins)
    seen = seen if but is None else seen.exclude(pk=but)
    return seen.order_by("name_key", "id").values_list(*columns(model))[: FEW + 1]


BY_NAME = Written(_by_name)


def reach(record: Company | Person, people: Iterable[Person] = ()) -> None:
    """Fetch how `record` and `people` are reached, all by one query."""
    people = list(people)
    ids = {"people": [person.pk for person in people]} if people else {}
    side = str(record._meta.model_name)
    found = POINTS.instances(ContactPoint, side, workspace=record.workspace_id, record=record.pk, **ids)
    by_person: dict[int | None, list[ContactPoint]] = defaultdict(list)
    for point in sorted(found, key=lambda point: point.pk):
        by_person[point.person_id].append(point)
    _keep(record, by_person[None if isinstance(record, Company) else record.pk])
    for person in people:
        _keep(person, by_person[person.pk])


def _points(side: str, workspace: int, record: int, people: list[int] | None = None) -> QuerySet:
    points = ContactPoint.objects.filter(workspace=workspace).order_by()
    own = points.filter(**{side: record}).values_list(*columns(ContactPoint))
    if people is None:
        return own
    return own.union(points.filter(person__in=people).values_list(*columns(ContactPoint)), all=True)


POINTS = Written(_points)


def _keep(record: Company | Person, points: list[ContactPoint]) -> None:
    """As `prefetch_related` would: `record.contact_points.all()` asks no more."""
    record.__dict__.setdefault("_prefetched_objects_cache", {})["contact_points"] = points
