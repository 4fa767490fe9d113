"""Settings of the workspace's own fields."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, nothing, toast, wants_fragment
from stegvis.workspaces.access import get_own_field
from stegvis.workspaces.forms.own_fields import OwnFieldForm
from stegvis.workspaces.models import CustomField, RecordKind
from stegvis.workspaces.operations.own_fields import (
    add_field,
    archive_field,
    change_field,
    delete_field,
    has_values,
    place_field,
    shift_field,
)
from stegvis.workspaces.own.reading import fields_by_kind
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address, undo_address

MOST_PLACE = 4  # digits


@require_safe
def own_fields(request: HttpRequest) -> HttpResponse:
    """The fields of companies, people and deals."""
    require(request.member, "settings")
    return render_settings(request, "workspaces/own_fields.html", "fields", groups=fields_by_kind(request.member))


@require_http_methods(["GET", "HEAD", "POST"])
def new_own_field(request: HttpRequest, record_kind: str) -> HttpResponse:
    """Add a field."""
    require(request.member, "settings")
    if record_kind not in RecordKind.values:
        raise Http404
    form = OwnFieldForm(request.POST if request.method == "POST" else None)
    return _save(request, form, record_kind, lambda facts: add_field(record_kind, facts, by=request.member))


@require_http_methods(["GET", "HEAD", "POST"])
def own_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a field."""
    field = get_own_field(request.member, pk, "settings")
    form = OwnFieldForm(request.POST if request.method == "POST" else None, field=field, fixed=has_values(field))
    return _save(request, form, field.record_kind, lambda facts: change_field(field, facts, by=request.member))


@require_POST
def own_field_place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place earlier or later by the arrows, or to the place where it was dropped."""
    field = get_own_field(request.member, pk, "settings")
    place = request.POST.get("place", "")
    if place.isascii() and place.isdigit() and len(place) <= MOST_PLACE:
        place_field(field, int(place), by=request.member)
    else:
        shift_field(field, -1 if request.POST.get("step") == "earlier" else 1, by=request.member)
    return nothing(request) if wants_fragment(request) and place else go(request, address(request, "own_fields"))


@require_POST
def own_field_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a field no longer, or with `back` again."""
    field = get_own_field(request.member, pk, "settings")
    archived = not request.POST.get("back")
    done = _("No longer shown. Its values are kept.") if archived else _("In use again.")
    back = address(request, "own_fields")
    return act(request, lambda: archive_field(field, by=request.member, archived=archived), done, back)


@require_POST
def own_field_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a field, with Undo."""
    field = get_own_field(request.member, pk, "settings")
    deletion = delete_field(field, by=request.member)
    toast(request, _("The field “%(name)s” was deleted.") % {"name": field.name}, undo_address(request, deletion))
    return go(request, address(request, "own_fields"))


def _save(request: HttpRequest, form: OwnFieldForm, kind: str, verb: Callable[[dict], Any]) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            field: CustomField = verb(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The field “%(name)s” is saved.") % {"name": field.name})
            return go(request, address(request, "own_fields"))
    context = {"form": form, "field": form.field, "record_kind": RecordKind(kind)}
    status = 422 if form.is_bound else 200
    return render_settings(request, "workspaces/own_field.html", "fields", status=status, **context)
