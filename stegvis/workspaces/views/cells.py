"""What is answered to who edits a cell of a list: its form, what is wrong with it, the cell as it is now."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stegvis.core.errors import FieldClash
from stegvis.core.lists import Column, Listing
from stegvis.ui.render import render, toast
from stegvis.workspaces.views.answers import undo_kept


def get_column(listing: Listing, key: str) -> Column:
    """The column of that key, one that can be edited; Http404, PermissionDenied where this reader may not."""
    column = listing.column(key)
    if column is None or not column.fact:
        raise Http404
    if column.locked:
        raise PermissionDenied(_("Your role does not allow this. Ask an admin of the workspace."))
    return column


def asks_to_read(request: HttpRequest) -> bool:
    """Whether the cell is to be shown, not edited."""
    return request.method != "POST" and "shown" in request.GET


def ask_cell(
    request: HttpRequest,
    form: forms.Form,
    label: Any,
    *,
    clashes: Iterable[FieldClash] = (),
    suggest: Mapping[str, Mapping[str, str]] | None = None,
    page: tuple[str, Mapping[str, Any]],
    status: int = 200,
) -> HttpResponse:
    """The form of a cell. `suggest` has attributes for fields by name; `page` is its template without scripts."""
    template, context = page
    own = {"form": form, "label": label, "clashes": list(clashes), "suggest": suggest or {}, "act": request.path}
    return render(request, template, fragment="ui/_cell_form.html", status=status, **{**context, **own})


def show_cell(request: HttpRequest, row: SimpleNamespace | None, column: Column, macros: str) -> HttpResponse:
    """What stands in the cell; nothing where the row is no longer seen. `macros` names the cells of the list."""
    return render(request, "ui/_cell.html", row=row, column=column, macros=macros)


def saved_cell(request: HttpRequest, pk: int, row: SimpleNamespace | None, column: Column, macros: str) -> HttpResponse:
    """The cell after saving, put into its place, with Undo where something that can be taken back was done."""
    if row is None:
        toast(request, _("Saved. You no longer see this record."))
    elif undo := undo_kept(request):
        toast(request, _("Saved."), undo)
    answer = show_cell(request, row, column, macros)
    answer.headers["HX-Retarget"] = f'#row-{pk} > [data-column="{column.key}"]'
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer
