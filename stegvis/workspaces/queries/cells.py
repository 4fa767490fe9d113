"""Which cells of a list its reader may edit, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from django.urls import reverse

from stegvis.core.lists import Column, ListPage
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Scope, colleagues, may, scope_of


@dataclass(frozen=True)
class Cells:
    """The keys of the columns that can be edited, and by its id the address below which each row has its cells."""

    columns: frozenset[str]
    rows: Mapping[int, str]


def cells_of(page: ListPage, url_name: str) -> Cells:
    """The cells of `page` that its reader may edit. `url_name` names one cell, by the row's id and the column's key.

    A column may need more than changing the record (giving it away, for instance), which differs by row: the door
    of the cell says so then. Asks for nothing.
    """
    member = page.reader
    columns = frozenset(one.key for one in page.columns if _is_open(one, member))
    rows = _editable(member, page.rows) if columns else []
    pattern = reverse(url_name, kwargs={"slug": member.workspace.slug, "pk": 0, "column": "_"})
    return Cells(columns, {row.id: pattern.replace("/0/cells/_/", f"/{row.id}/cells/") for row in rows})


def _is_open(column: Column, member: Member) -> bool:
    return bool(column.fact) and not column.locked and may(member, column.verb)


def _editable(member: Member, rows: list[SimpleNamespace]) -> list[SimpleNamespace]:
    """As `may` says of the records; what the list shows is seen, so only whose they are has to be looked at."""
    scope = scope_of(member, "edit")
    if scope in (Scope.ALL, Scope.NONE):
        return rows if scope else []
    mine = {None, *(colleagues(member, scope) or ())}
    return [row for row in rows if row.owner_id in mine]
