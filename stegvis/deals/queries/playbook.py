"""What the pages of the playbook show."""

from typing import Any

from django.db.models import Count, Q

from stegvis.deals.models import ProcessAid
from stegvis.deals.playbook import BOOKS, Book, Ready, ready_sets
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member


def sets_of(member: Member, book: Book) -> list[Any]:
    """The workspace's sets of `book`, each with how many rows (`size`) it has."""
    living = Count(book.related, filter=Q(**{f"{book.related}__deletion": None}))
    return list(book.model.objects.filter(workspace=member.workspace_id).annotate(size=living))


def rows_of(one: Any, book: Book) -> list[Any]:
    """The living rows of a set, in order."""
    return list(book.row.objects.filter(workspace=one.workspace_id, **{book.parent: one}))


def still_ready(member: Member, book: Book, taken: list[Any]) -> list[Ready]:
    """The shipped sets that the workspace has not got."""
    keys = {one.key for one in taken}
    return [one for key, one in ready_sets(book.key, member.workspace.language).items() if key not in keys]


def choices_of(member: Member, key: str) -> list[tuple[str, str]]:
    """What one may choose from for a process: own sets by id, shipped ones as "ready:key"."""
    book = BOOKS[key]
    own = list(book.model.objects.filter(workspace=member.workspace_id))
    shipped = still_ready(member, book, own)
    return [(str(one.pk), one.name) for one in own] + [(f"ready:{one.key}", one.name) for one in shipped]


def aid_of(process: Process) -> ProcessAid | None:
    """What goes along with `process`; None where nothing was chosen."""
    return ProcessAid.objects.filter(workspace=process.workspace_id, process=process).first()
