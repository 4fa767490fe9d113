"""Deleting companies and people, with a way back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.people.access import get_company, get_person
from stegvis.ui.render import go, toast
from stegvis.workspaces.operations.deleting import delete_records


@require_POST
def delete_company(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a company; its people and deals stay."""
    return delete(request, get_company(request.member, pk, "delete"), "pages:companies")


@require_POST
def delete_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a person."""
    return delete(request, get_person(request.member, pk, "delete"), "pages:people")


def delete(request: HttpRequest, record, to: str) -> HttpResponse:
    """Delete `record`, offer Undo, and go on to the list `to`."""
    slug = request.member.workspace.slug
    deletion = delete_records([record], by=request.member)
    undo = reverse("workspaces:restoration", kwargs={"slug": slug, "pk": deletion.pk})
    toast(request, _("%(name)s was deleted.") % {"name": record.name}, undo)
    return go(request, reverse(to, kwargs={"slug": slug}))
