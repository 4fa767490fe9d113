"""What was written on timelines, files by their names, and tasks by their titles: seen by who sees the record."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.search.kinds import Document, Found, Kind
from stegvis.core.search.watching import Watch
from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.pages.findable.shared import all_ids, everything, eyes_of, joined, seen_rows
from stegvis.people.models import Company, Person
from stegvis.timeline.models import EntryKind, EntryPlace, StoredFile, Task, TimelineEntry
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

HOMES: dict[str, Any] = {"deal": Deal, "person": Person, "company": Company}
NAMES = {"deal": ("title",), "person": ("first_name", "last_name"), "company": ("name",)}
ADDRESSES = {"deal": "deals:deal", "person": "pages:person", "company": "pages:company"}
SHOWN = 90
# The place an entry was written on is the one that follows from no other.
HOME = {name: None for name in (field.name for field in EntryPlace._meta.get_fields()) if name.startswith("through_")}


def seen_homes(workspace: int, member: int, owners: Collection[int] | None) -> Q:
    """The condition that one of deal, person, company may be seen; asked row by row. See `OwnedQuerySet.seen_by`."""
    seen = Q()
    for name, model in HOMES.items():
        record = model.objects.seen_by(workspace, member, owners).filter(pk=OuterRef(name))
        seen |= Q(Exists(record)) & Q(**{f"{name}__isnull": False})
    return seen


def eyes(member: Member) -> dict[str, Any]:
    """Who looks, as the values of written queries: `owners` is missing where the role covers everybody's records."""
    owners = colleagues(member, scope_of(member, "see"))
    return {"workspace": member.workspace_id, "member": member.pk} | ({} if owners is None else {"owners": owners})


def homes_of(entry: str) -> QuerySet:
    """Where the entry that the outer query names by `entry` was written."""
    places = EntryPlace.objects.filter(workspace=OuterRef("workspace"), entry=OuterRef(entry))
    return places.filter(direct=True, **HOME)


def entry_documents(ids: list[int]) -> Iterator[Document]:
    """The newest versions among these entries, unless they were withdrawn."""
    for workspace, pk, text, facts in TEXTS(ids=ids):
        yield Document(workspace, pk, "", [text, str(facts.get("place") or "")])


def _texts(ids: list[int]) -> QuerySet:
    entries = everything(TimelineEntry).filter(pk__in=ids, withdrawn=False)
    newest = entries.filter(~Exists(everything(TimelineEntry).filter(replaces=OuterRef("pk"))))
    return newest.values_list("workspace_id", "id", "text", "facts")


TEXTS = Written(_texts)


def visible_entries(member: Member) -> QuerySet:
    """Entries whose home the member sees."""
    entries = TimelineEntry.objects.filter(workspace=member.workspace_id, withdrawn=False)
    return entries.filter(Exists(homes_of("pk").filter(seen_homes(**{"owners": None} | eyes(member)))))


def show_entries(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: how the text begins, what it is, and where it stands."""
    homes = _homes(member, ids)
    entries = TimelineEntry.objects.filter(workspace=member.workspace_id, pk__in=list(homes))
    return {
        pk: Found(
            shortened(text) or str(EntryKind(kind).label),
            joined(str(EntryKind(kind).label), homes[pk][0]),
            homes[pk][1],
        )
        for pk, kind, text in entries.values_list("pk", "kind", "text")
    }


def file_documents(ids: list[int]) -> Iterator[Document]:
    """The names of these files."""
    for workspace, pk, name in everything(StoredFile).filter(pk__in=ids).values_list("workspace_id", "id", "name"):
        yield Document(workspace, pk, name, ())


def visible_files(member: Member) -> QuerySet:
    """Files on entries that are there, and whose home the member sees."""
    files = StoredFile.objects.filter(workspace=member.workspace_id, entry__withdrawn=False)
    return files.filter(Exists(homes_of("entry").filter(seen_homes(**{"owners": None} | eyes(member)))))


def show_files(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the name and where it lies."""
    files = list(
        StoredFile.objects.filter(workspace=member.workspace_id, pk__in=ids).values_list("pk", "name", "entry")
    )
    homes = _homes(member, [entry for _pk, _name, entry in files])
    return {pk: Found(name, *homes[entry]) for pk, name, entry in files if entry in homes}


def _homes(member: Member, entries: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What each entry's home is called and its address, of those the member sees."""
    ids = list(entries)
    return _named(member, asked(PLACES, ids=ids, **eyes(member)) if ids else [])


def _places(workspace: int, member: int, ids: list[int], owners: Collection[int] | None = None) -> QuerySet:
    places = EntryPlace.objects.filter(workspace=workspace, entry__in=ids, direct=True, **HOME)
    return places.filter(seen_homes(workspace, member, owners)).values_list("entry", *HOMES)


def asked(written: Written, **values) -> list[tuple]:
    """The rows of a written query, also for a member whose role covers nobody's records."""
    return written(**values) if values.get("owners") != [] else list(written.make(**values))


def _named(member: Member, rows: list[tuple]) -> dict[int, tuple[str, str]]:
    """For rows of (id, deal, person, company): the first of them that the member sees, with its address."""
    names = {
        (kind, pk): " ".join(words).strip()
        for place, (kind, model) in enumerate(HOMES.items(), 1)
        for pk, *words in seen_rows(member, model, {row[place] for row in rows if row[place]}, "pk", *NAMES[kind])
    }
    found = {}
    for pk, *records in rows:
        seen = [key for key in zip(HOMES, records, strict=True) if key in names]
        if seen:
            kind, record = seen[0]
            found[pk] = (names[kind, record], reverse(ADDRESSES[kind], args=[member.workspace.slug, record]))
    return found


def task_documents(ids: list[int]) -> Iterator[Document]:
    """The titles of these tasks."""
    for workspace, pk, title in everything(Task).filter(pk__in=ids).values_list("workspace_id", "id", "title"):
        yield Document(workspace, pk, title, ())


def visible_tasks(member: Member) -> QuerySet:
    """Tasks that the member sees, of records it sees: all that a task names. Or such as are its own."""
    return _tasks_seen(**{"owners": None} | eyes(member))


def _tasks_seen(workspace: int, member: int, owners: Collection[int] | None) -> QuerySet:
    mine = None if owners is None else {member, *owners}
    hidden = Q()
    for name, model in HOMES.items():
        seen = model.objects.seen_by(workspace, member, owners).filter(pk=OuterRef(name))
        hidden |= Q(**{f"{name}__isnull": False}) & ~Q(Exists(seen))
    named = Q(deal__isnull=False) | Q(person__isnull=False) | Q(company__isnull=False)
    return Task.objects.seen_by(workspace, member, mine).filter(~hidden & (named | Q(assignee=member)))


def _task_rows(workspace: int, member: int, ids: list[int], owners: Collection[int] | None = None) -> QuerySet:
    tasks = _tasks_seen(workspace, member, owners).filter(pk__in=ids)
    return tasks.values_list("pk", "title", "done_at", *HOMES)


PLACES, TASK_ROWS = Written(_places), Written(_task_rows)


def show_tasks(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the title, on what it is, and that record's page."""
    rows = asked(TASK_ROWS, ids=ids, **eyes(member))
    homes = _named(member, [(row[0], *row[3:]) for row in rows])
    board = reverse("deals:board", args=[member.workspace.slug])
    shown = {}
    for pk, title, done, *_records in rows:
        where, address = homes.get(pk, ("", board))
        shown[pk] = Found(title, joined(where, str(_("done")) if done else None), address)
    return shown


def shortened(text: str) -> str:
    """How a text begins, on one line."""
    line = " ".join(text[: 4 * SHOWN].split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"


ENTRIES = Kind(
    key="entry",
    number=4,
    label=_("Timeline"),
    icon="message-square",
    documents=entry_documents,
    ids=partial(all_ids, TimelineEntry),
    visible=visible_entries,
    show=show_entries,
    # A new version is a new row: it takes the one it replaces out of the index.
    watches=(
        Watch("timeline_timelineentry", ("text",)),
        Watch("timeline_timelineentry", ("text",), record="replaces_id"),
    ),
    depends=eyes_of,
    weight=3,
)
FILES = Kind(
    key="file",
    number=5,
    label=_("Files"),
    icon="paperclip",
    documents=file_documents,
    ids=partial(all_ids, StoredFile),
    visible=visible_files,
    show=show_files,
    watches=(Watch("timeline_storedfile", ("name",)),),
    depends=eyes_of,
    weight=4,
)
TASKS = Kind(
    key="task",
    number=6,
    label=_("Tasks"),
    icon="square-check",
    documents=task_documents,
    ids=partial(all_ids, Task),
    visible=visible_tasks,
    show=show_tasks,
    watches=(Watch("timeline_task", ("title",)),),
    depends=eyes_of,
    weight=5,
)
