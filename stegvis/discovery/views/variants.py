"""The variants of the relationship model: all of them, one of them changed, one of the team's own."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.discovery.access import get_variant
from stegvis.discovery.forms import VariantForm
from stegvis.discovery.operations.variants import drop_variant, write_variant
from stegvis.discovery.queries.variants import Variant, variants_of
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.permissions import require
from stegvis.workspaces.views.answers import undo_address


@require_safe
def variants(request: HttpRequest) -> HttpResponse:
    """All variants, shipped and own."""
    require(request.member, "processes")
    return render(request, "discovery/variants.html", variants=variants_of(request.member.workspace))


@require_http_methods(["GET", "HEAD", "POST"])
def new_variant(request: HttpRequest) -> HttpResponse:
    """A variant of the team's own."""
    require(request.member, "processes")
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def variant(request: HttpRequest, key: str) -> HttpResponse:
    """The words of a variant, and which answers speak for it."""
    return _edit(request, get_variant(request.member, key))


@require_POST
def variant_deletion(request: HttpRequest, key: str) -> HttpResponse:
    """Delete one of the team's own; a shipped one is put back as it was."""
    found = get_variant(request.member, key)
    if found.own is None:
        return refuse(request, _("Nobody has changed this variant."))
    done = drop_variant(found.own, by=request.member)
    words = _("“%(name)s” is as it was shipped again.") if found.is_shipped else _("Deleted “%(name)s”.")
    toast(request, words % {"name": found.model.name}, undo_address(request, done))
    return go(request, _list(request))


def _edit(request: HttpRequest, found: Variant | None) -> HttpResponse:
    form = VariantForm(request.POST if request.method == "POST" else None, variant=found)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        write_variant(found, form.facts(), form.signs(), by=request.member, left_out=form.cleaned_data["left_out"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form)
    toast(request, _("Saved."))
    return go(request, _list(request))


def _show(request: HttpRequest, found: Variant | None, form: VariantForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "discovery/variant.html", status=status, variant=found, form=form)


def _list(request: HttpRequest) -> str:
    return reverse("discovery:variants", args=[request.member.workspace.slug])
