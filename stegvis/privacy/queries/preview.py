"""What an erasure would take, said before."""

from dataclasses import dataclass

from stegvis.people.models import Person
from stegvis.privacy.queries import belongings
from stegvis.privacy.queries.identity import identity_of

FEW = 20


@dataclass(frozen=True)
class Preview:
    """Counts of what goes or is blackened, and the words that are looked for in all the rest."""

    only: int
    blackened: int
    files: list[str]
    tasks: int
    deals: list[str]
    consents: int
    changes: int
    imports: list[str]
    words: list[str]
    shared: list[str]


def preview_of(person: Person) -> Preview:
    """What erasing `person` would take. Reads only."""
    who, workspace = identity_of(person), person.workspace_id
    entries = belongings.entries_of(workspace, who.ids)
    only = belongings.only_of(workspace, who.ids)
    files = belongings.files_of(workspace, list(only.values_list("pk", flat=True)[:1000]))
    number = only.count()
    return Preview(
        only=number,
        blackened=entries.count() - number,
        files=list(files.values_list("name", flat=True)[:FEW]),
        tasks=belongings.tasks_of(workspace, who.ids).count(),
        deals=list(belongings.deals_of(workspace, who.ids).values_list("title", flat=True)[:FEW]),
        consents=belongings.consents_of(workspace, who.ids).count(),
        changes=belongings.changes_of(workspace, who.ids).count(),
        imports=list(belongings.imports_of(workspace, who.ids).values_list("name", flat=True)[:FEW]),
        words=who.words,
        shared=who.shared,
    )
