"""Saved views: keeping what a list shows under a name, sharing it, and choosing what a list opens with."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.models import Deletion, ListChoice, Member, SavedView
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.lists import kept_query, may_change_view

LONGEST_QUERY = 8_000
MOST_VIEWS = 100
MOST_COLUMNS = 60


@transaction.atomic
def save_view(listing: str, name: str, query: str, *, by: Member, shared: bool = False) -> SavedView:
    """Keep `query` (what follows the question mark of the list's address) under `name`.

    Raises Refused for a name or query that cannot be, PermissionDenied for sharing without the right to.
    """
    require(by, "share" if shared else "see")
    if SavedView.objects.filter(workspace=by.workspace, listing=listing, owner=by).count() >= MOST_VIEWS:
        raise Refused(_("You have %(number)s views of this list. Delete some first.") % {"number": MOST_VIEWS})
    facts = {"listing": listing, "name": _named(name), "query": _query(query), "shared": shared}
    return SavedView.objects.create(workspace=by.workspace, owner=by, **facts)


@transaction.atomic
def edit_view(
    view: SavedView, *, by: Member, name: str | None = None, query: str | None = None, shared: bool | None = None
) -> SavedView:
    """Change what is given. Whose view it is may; shared views of others may be changed by who may share.

    Raises PermissionDenied, Refused.
    """
    require_view(view, by)
    if shared is not None and shared != view.shared:
        require(by, "share")
        view.shared = shared
    if name is not None:
        view.name = _named(name)
    if query is not None:
        view.query = _query(query)
    view.save(update_fields=["name", "query", "shared", "updated_at"])
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Member) -> Deletion:
    """Delete `view`; lists that opened with it open as they are. Raises PermissionDenied."""
    require_view(view, by)
    return delete_records([view], by=by, verb="see")


@transaction.atomic
def choose_default(listing: str, view: SavedView | None, *, by: Member, everybody: bool = False) -> ListChoice:
    """Let the list open with `view` (None: as it is) for `by`, or for everybody who has not chosen.

    Raises PermissionDenied, and Refused for a view of one's own as everybody's.
    """
    require(by, "share" if everybody else "see")
    if everybody and view and not view.shared:
        raise Refused(_("Share the view first: only shared views open for everybody."))
    mine = {"workspace": by.workspace, "listing": listing, "member": None if everybody else by}
    return ListChoice.objects.update_or_create(**mine, defaults={"view": view})[0]


@transaction.atomic
def choose_columns(listing: str, keys: Sequence[str], *, by: Member) -> ListChoice:
    """Remember which columns `by` wants in the list; unknown ones do no harm, a list shows only what it has."""
    require(by, "see")
    kept = [key.replace("\x00", "")[:60] for key in keys][:MOST_COLUMNS]
    mine = {"workspace": by.workspace, "listing": listing, "member": by}
    return ListChoice.objects.update_or_create(**mine, defaults={"columns": kept or None})[0]


def require_view(view: SavedView, by: Member) -> None:
    """Raise PermissionDenied unless `by` may change `view`."""
    if view.workspace_id != by.workspace_id or not may_change_view(view, by):
        raise PermissionDenied(_("This view is somebody else's. Save one of your own."))


def _named(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > 60:
        raise Refused(_("A name has between 1 and %(number)s letters.") % {"number": 60})
    return name


def _query(query: str) -> str:
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This is more than a view can keep. Take some filters away."))
    return kept_query(QueryDict(query.removeprefix("?")))
