"""The rows of what was said, done and planned: tasks, notes, calls, and the people on deals."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from stegvis.deals.models import Deal, Stakeholder
from stegvis.people.models import Company, Person
from stegvis.timeline.models import EntryKind, EntryPlace, Task, TimelineEntry
from stegvis.timeline.queries.entries import HOME
from stegvis.timeline.queries.versions import first_versions, newest_versions
from stegvis.transfer.exports.seeing import PAGE, Sees, blank, exportable, of_company, seen_by
from stegvis.transfer.exports.values import email_of, listed, member_text, moment_text
from stegvis.transfer.identity import OwnIds, own_id
from stegvis.transfer.models import Kind
from stegvis.workspaces.permissions import Actor, Automation, colleagues, scope_of

Cells = dict[str, Any]
_PERSON = "person person_email person_external_id".split()
_ABOUT = [*"deal deal_external_id company company_external_id".split(), *_PERSON]
COLUMNS: dict[str, list[str]] = {
    Kind.TASKS: [
        *"external_id title kind due_on due_at assignee priority repeat month_day note".split(),
        *_ABOUT,
        *"created_at created_by done_at done_by result logged".split(),
    ],
    Kind.NOTES: [*"external_id time member text".split(), *_ABOUT],
    Kind.CALLS: [*"external_id time member direction outcome minutes people text".split(), *_ABOUT],
    Kind.STAKEHOLDERS: [
        *"deal deal_external_id company company_external_id".split(),
        *_PERSON,
        *"role stance influence".split(),
    ],
}
_RELATED = ("deal__company", "company", "person__company")
_POINTS = "person__contact_points"


def _tasks(by: Actor) -> Iterator[Cells]:
    ids, sees = own_id(by.workspace), seen_by(by)
    tasks = _exportable_tasks(by).select_related("assignee", "by", "done_by", *_RELATED).prefetch_related(_POINTS)
    for page in _pages(tasks):
        wrote = _wrote(by, [one.entry_id for one in page if one.entry_id])
        for one in page:
            yield _task(one, wrote.get(one.entry_id or 0), ids) | _about(one.deal, one.person, one.company, ids, sees)


def _exportable_tasks(by: Actor) -> QuerySet:
    """A task is its assignee's, as a record is its owner's."""
    if isinstance(by, Automation):
        living = Q(deal=None) | Q(deal__deletion=None)
        return Task.objects.filter(living, workspace=by.workspace)
    visible, assignees = Task.objects.visible_to(by), colleagues(by, scope_of(by, "export"))
    return visible if assignees is None else visible.filter(assignee__in=assignees)


def _wrote(by: Actor, entries: list[int]) -> dict[int, TimelineEntry]:
    """What completed tasks wrote, in the words of today; nothing of what was removed."""
    newest = newest_versions(by.workspace, entries)
    rows = TimelineEntry.objects.filter(workspace=by.workspace, withdrawn=False).in_bulk(newest.values())
    return {pk: rows[now] for pk, now in newest.items() if now in rows}


def _task(one: Task, entry: TimelineEntry | None, ids: OwnIds) -> Cells:
    return {
        "external_id": ids.of(one.pk, one.external_id),
        **{name: blank(getattr(one, name)) for name in ("title", "kind", "due_on", "repeat", "month_day", "note")},
        "due_at": moment_text(one.due_at),
        "assignee": member_text(one.assignee),
        "priority": Task.Priority(one.priority).name.lower(),
        "created_at": moment_text(one.created_at),
        "created_by": member_text(one.by),
        "done_at": moment_text(one.done_at),
        "done_by": member_text(one.done_by),
        "result": entry.text if entry and entry.kind == EntryKind.TASK else "",
        "logged": ("task" if entry and entry.kind == EntryKind.TASK else "none") if one.done_at else "",
    }


def _entries(by: Actor, kind: str) -> Iterator[Cells]:
    ids, sees = own_id(by.workspace), seen_by(by)
    places = EntryPlace.objects.filter(HOME, workspace=by.workspace, kind=kind, direct=True, entry__withdrawn=False)
    places = places.filter(_homes(by)).select_related("entry__by", *_RELATED).prefetch_related(_POINTS)
    for page in _pages(places):
        first = first_versions(by.workspace, [place.entry_id for place in page if place.entry.replaces_id])
        people = _people(by, {pk for place in page for pk in place.entry.facts.get("people", ())})
        for place in page:
            number = ids.of(first.get(place.entry_id, place.entry_id), place.entry.external_id)
            took_part = [people[pk] for pk in place.entry.facts.get("people", ()) if pk in people]
            yield _entry(place, number, [one for one in took_part if sees(one)], ids, sees)


def _homes(by: Actor) -> Q:
    """Entries are taken out with the records on which they were written."""
    found = Q()
    for name, model in (("deal", Deal), ("person", Person), ("company", Company)):
        found |= Q(**{f"{name}__in": exportable(model.objects.all(), by).order_by().values("pk")})  # type: ignore[attr-defined]
    return found


def _people(by: Actor, ids: Collection[int]) -> dict[int, Person]:
    people = Person.objects.filter(workspace=by.workspace).prefetch_related("contact_points")
    return people.in_bulk(ids) if ids else {}


def _entry(place: EntryPlace, number: str, people: list[Person], ids: OwnIds, sees: Sees) -> Cells:
    """Who took part in a call stands in `people`; a note on a deal may name one person, beside the deal."""
    entry, beside = place.entry, place.person
    if place.kind == EntryKind.NOTE and place.deal_id:
        beside = people[0] if people else None
    told = {name: entry.facts.get(name, "") for name in ("direction", "outcome", "minutes")}
    return {
        "external_id": number,
        "time": moment_text(entry.at),
        "member": member_text(entry.by),
        "text": entry.text,
        **told,
        "people": listed(f"{one.name} <{email_of(one) or ids.of(one.pk, one.external_id)}>" for one in people),
        **_about(place.deal, beside, place.company or (place.deal.company if place.deal else None), ids, sees),
    }


def _stakeholders(by: Actor) -> Iterator[Cells]:
    ids, sees = own_id(by.workspace), seen_by(by)
    deals = exportable(Deal.objects.all(), by).order_by().values("pk")
    rows = Stakeholder.objects.filter(workspace=by.workspace, deal__in=deals, person__deletion=None)
    for page in _pages(rows.select_related("deal__company", "person__company").prefetch_related(_POINTS)):
        for one in page:
            if sees(one.person):
                weight = Stakeholder.Influence(one.influence).name.lower() if one.influence else ""
                part = {"role": one.role, "stance": one.stance, "influence": weight}
                yield part | _about(one.deal, one.person, one.deal.company, ids, sees)


def _about(deal: Deal | None, person: Person | None, company: Company | None, ids: OwnIds, sees: Sees) -> Cells:
    """What a row is about, as far as it may be named."""
    cells: Cells = {}
    if deal and deal.deletion_id is None and sees(deal):
        cells |= {"deal": deal.title, "deal_external_id": ids.of(deal.pk, deal.external_id)}
    if person and person.deletion_id is None and sees(person):
        number = ids.of(person.pk, person.external_id)
        cells |= {"person": person.name, "person_email": email_of(person), "person_external_id": number}
    return cells | (of_company(company, ids, sees) if company and company.deletion_id is None else {})


def _pages(rows: QuerySet) -> Iterator[list[Any]]:
    last = 0
    while page := list(rows.filter(pk__gt=last).order_by("pk")[:PAGE]):
        last = page[-1].pk
        yield page


ROWS: dict[str, Callable[[Actor], Iterator[Cells]]] = {
    Kind.TASKS: _tasks,
    Kind.NOTES: lambda by: _entries(by, EntryKind.NOTE),
    Kind.CALLS: lambda by: _entries(by, EntryKind.CALL),
    Kind.STAKEHOLDERS: _stakeholders,
}
