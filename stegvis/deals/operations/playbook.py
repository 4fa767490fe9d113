"""Keeping the playbook: ready sets are taken over and then the workspace's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.records import Record
from stegvis.deals.playbook import BOOKS, Book, ready_sets
from stegvis.workspaces.models import Deletion, Workspace
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, require

MOST_SETS, MOST_ROWS = 100, 60


@transaction.atomic
def add_set(workspace: Workspace, book: Book, name: str, *, by: Actor, note: str = "", key: str = "") -> Any:
    """A new set of `book` without rows. Raises PermissionDenied, Refused."""
    one = book.model(workspace=workspace, name=_cleaned(name, book), key=key, **{book.note: note})  # type: ignore[misc]
    require(by, "processes", one)
    present = book.model.objects.filter(workspace=workspace)
    if present.count() >= MOST_SETS:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST_SETS})
    if book.key == "objections":
        one.position = present.count()  # type: ignore[attr-defined]
    one.save()
    return one


@transaction.atomic
def adopt_ready(workspace: Workspace, book: Book, key: str, *, by: Actor) -> Any:
    """The shipped set `key` as one of the workspace's own; what it has of it already stays. Raises as `add_set`."""
    require(by, "processes")
    return ensure_ready(workspace, book, key, by=by)


def ensure_ready(workspace: Workspace, book: Book, key: str, *, by: Actor) -> Any:
    """As `adopt_ready`, without asking: it completes what another verb was allowed to do."""
    ready = ready_sets(book.key, workspace.language).get(key)
    if ready is None:
        raise Refused(_("There is no ready set of this name."))
    known = book.model.objects.filter(workspace=workspace, key=key).first()
    if known is not None:
        return known
    one = book.model(workspace=workspace, name=ready.name, key=key, **{book.note: ready.summary})  # type: ignore[misc]
    if book.key == "objections":
        one.position = book.model.objects.filter(workspace=workspace).count()  # type: ignore[attr-defined]
    one.save()
    _add_rows(one, book, ready.rows)
    return one


def ensure_objections(workspace: Workspace, *, by: Actor) -> None:
    """The shipped objections, where the workspace has (and had) none at all."""
    if not BOOKS["objections"].model.with_deleted.filter(workspace=workspace).exists():
        for key in ready_sets("objections", workspace.language):
            ensure_ready(workspace, BOOKS["objections"], key, by=by)


@transaction.atomic
def change_set(one: Any, book: Book, name: str, note: str, rows: Sequence[Mapping[str, Any]], *, by: Actor) -> None:
    """Let `one` have this name, note, and `rows` in this order; a row with the `id` of one that is there changes it.

    Rows that are not told are taken away; what was answered to them stays in the history of deals. Raises
    PermissionDenied, Refused.
    """
    refresh(one)
    require(by, "processes", one)
    if len(rows) > MOST_ROWS:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST_ROWS})
    one.name = _cleaned(name, book)
    setattr(one, book.note, note)
    one.save(update_fields=["name", book.note, "updated_at"])
    present = {row.pk: row for row in book.row.objects.filter(workspace=one.workspace_id, **{book.parent: one})}
    kept = [present.get(row.get("id") or 0) for row in rows]
    gone = [row for pk, row in present.items() if row not in kept]
    if gone:
        delete_records(gone, by=by, verb="processes")
    for place, (row, facts) in enumerate(zip(kept, rows, strict=True)):
        _keep_row(row or _new_row(one, book), book, facts, place)


@transaction.atomic
def delete_set(one: Record, *, by: Actor) -> Deletion:
    """Take a set away; it can be undone, and deals keep what was written with it."""
    return delete_records([one], by=by, verb="processes")


def _add_rows(one: Any, book: Book, rows: Sequence[Mapping[str, Any]]) -> None:
    for place, facts in enumerate(rows):
        _keep_row(_new_row(one, book), book, facts, place)


def _new_row(one: Any, book: Book) -> Any:
    return book.row(workspace_id=one.workspace_id, **{book.parent: one})


def _keep_row(row: Any, book: Book, facts: Mapping[str, Any], place: int) -> None:
    for name in book.facts:
        if name in facts:
            setattr(row, name, facts[name])
    row.position = place
    try:
        row.full_clean(exclude=[book.parent, "workspace"], validate_unique=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()


def _cleaned(name: str, book: Book) -> str:
    name = " ".join(name.replace("\0", "").split())
    longest = book.model._meta.get_field("name").max_length
    if not 0 < len(name) <= longest:
        raise Refused(_("A name has from 1 to %(number)s characters.") % {"number": longest})
    return name


def chosen_set(workspace: Workspace, book: Book, value: str, *, by: Actor) -> Any:
    """The set that a form means: an own one by its id, "ready:key" for a shipped one, "" for none.

    A shipped one is taken over. Raises Refused for one that is not there.
    """
    if not value:
        return None
    kind, _colon, key = value.partition(":")
    if kind == "ready":
        return ensure_ready(workspace, book, key, by=by)
    number = int(value) if value.isdecimal() and len(value) < 19 else 0
    found = book.model.objects.filter(workspace=workspace, pk=number).first()
    if found is None:
        raise Refused(_("This is not there any more."))
    return found
