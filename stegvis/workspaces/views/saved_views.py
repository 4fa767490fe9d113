"""Saved views of lists: keeping, changing, sharing, deleting, and what a list opens with."""

from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.access import get_view
from stegvis.workspaces.forms.views import NewViewForm, ViewForm
from stegvis.workspaces.listings import address_of, is_known
from stegvis.workspaces.operations.viewing import choose_default, delete_view, edit_view, save_view
from stegvis.workspaces.views.answers import act, undo_address


@require_POST
def new_view(request: HttpRequest, listing: str) -> HttpResponse:
    """Keep what the list shows now under a name, and go on in that view."""
    form, back = NewViewForm(request.POST), known_address(request, listing)
    if not form.is_valid():
        warn(request, " ".join(text for texts in form.errors.values() for text in texts))
        return go(request, f"{back}?{request.POST.get('query', '')[:2000]}")
    said = form.cleaned_data
    try:
        view = save_view(listing, said["name"], said["query"], by=request.member, shared=said["shared"])
        if said["default"]:
            choose_default(listing, view, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return go(request, f"{back}?{said['query']}")
    toast(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return go(request, address(request, view))


@require_POST
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name, the content or the sharing of a view: what is sent."""
    one, form = get_view(request.member, pk), ViewForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    return act(
        request,
        lambda: edit_view(one, by=request.member, **form.changes()) and None,
        _("Saved."),
        address(request, one),
    )


@require_POST
def view_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view, with Undo."""
    one = get_view(request.member, pk)
    deletion = delete_view(one, by=request.member)
    toast(request, _("The view “%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, f"{known_address(request, one.listing)}?view=none")


@require_POST
def list_default(request: HttpRequest, listing: str) -> HttpResponse:
    """What the list opens with, for oneself or (`for=all`) for everybody: `view`, or nothing for the list as it is."""
    back, pk = known_address(request, listing), request.POST.get("view", "")
    if pk and not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404
    one = get_view(request.member, int(pk)) if pk else None
    if one is not None and one.listing != listing:
        raise Http404
    everybody = request.POST.get("for") == "all"
    done = _("The list opens with this view now.") if one else _("The list opens as it is now.")
    back = address(request, one) if one else f"{back}?view=none"
    return act(request, lambda: choose_default(listing, one, by=request.member, everybody=everybody), done, back)


def known_address(request: HttpRequest, listing: str) -> str:
    """Where the list is; Http404 for none."""
    if not is_known(listing):
        raise Http404
    return address_of(request.member, listing)  # type: ignore[attr-defined]


def address(request: HttpRequest, one) -> str:
    """The list as the view shows it."""
    return f"{known_address(request, one.listing)}?{urlencode({'view': one.pk})}"
