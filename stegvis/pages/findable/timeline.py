"""What was written on timelines, files by their names, and tasks by their titles: seen by who sees the record."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.search.kinds import Document, Found, Kind
from stegvis.core.search.watching import Watch
from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.pages.findable.shared import all_ids, everything, eyes_of, joined
from stegvis.people.models import Company, Person
from stegvis.timeline.models import EntryKind, EntryPlace, StoredFile, Task, TimelineEntry
from stegvis.workspaces.models import Member

HOMES = {"deal": Deal, "person": Person, "company": Company}
ADDRESSES = {"deal": "deals:deal", "person": "pages:person", "company": "pages:company"}
SHOWN = 90
# The place an entry was written on is the one that follows from no other.
HOME = {name: None for name in (field.name for field in EntryPlace._meta.get_fields()) if name.startswith("through_")}


def seen_homes(member: Member) -> Q:
    """The condition that one of deal, person, company may be seen by the member; asked row by row."""
    seen = Q()
    for name, model in HOMES.items():
        seen |= Q(Exists(model.objects.visible_to(member).filter(pk=OuterRef(name)))) & Q(**{f"{name}__isnull": False})
    return seen


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
    return entries.filter(Exists(homes_of("pk").filter(seen_homes(member))))


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
    return files.filter(Exists(homes_of("entry").filter(seen_homes(member))))


def show_files(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the name and where it lies."""
    files = list(
        StoredFile.objects.filter(workspace=member.workspace_id, pk__in=ids).values_list("pk", "name", "entry")
    )
    homes = _homes(member, [entry for _pk, _name, entry in files])
    return {pk: Found(name, *homes[entry]) for pk, name, entry in files if entry in homes}


def _homes(member: Member, entries: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What each entry's home is called and its address, of those the member sees."""
    places = EntryPlace.objects.filter(workspace=member.workspace_id, entry__in=list(entries), direct=True, **HOME)
    return _named(member, list(places.filter(seen_homes(member)).values_list("entry", *HOMES)))


def _named(member: Member, rows: list[tuple]) -> dict[int, tuple[str, str]]:
    """For rows of (id, deal, person, company): the first of them that the member sees, with its address."""
    names = {
        (kind, record.pk): str(record)
        for place, (kind, model) in enumerate(HOMES.items(), 1)
        if (ids := {row[place] for row in rows if row[place]})
        for record in model.objects.visible_to(member).filter(pk__in=ids)
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
    tasks = Task.objects.visible_to(member)
    hidden = Q()
    for name, model in HOMES.items():
        seen = model.objects.visible_to(member).filter(pk=OuterRef(name))
        hidden |= Q(**{f"{name}__isnull": False}) & ~Q(Exists(seen))
    named = Q(deal__isnull=False) | Q(person__isnull=False) | Q(company__isnull=False)
    return tasks.filter(~hidden & (named | Q(assignee=member)))


def show_tasks(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the title, on what it is, and that record's page."""
    rows = list(visible_tasks(member).filter(pk__in=ids).values_list("pk", "title", "done_at", *HOMES))
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
