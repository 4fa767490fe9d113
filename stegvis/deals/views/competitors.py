"""Settings of competitors."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_competitor
from stegvis.deals.forms.competitors import CompetitorForm, CompetitorNameForm
from stegvis.deals.models import Competitor
from stegvis.deals.operations.competitors import (
    add_competitor,
    change_competitor,
    delete_competitor,
    known_competitor,
    merge_competitors,
)
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.competing import competitors_page, others_than
from stegvis.ui.render import go, refuse, toast
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, undo_address

PLACE = "playbook"


@require_http_methods(["GET", "HEAD", "POST"])
def competitors(request: HttpRequest) -> HttpResponse:
    """The list; posting a name adds one."""
    require(request.member, "processes")
    if request.method == "POST":
        name, workspace = request.POST.get("name", ""), request.member.workspace
        return act(request, lambda: add_competitor(workspace, name, by=request.member), _("Added."), page(request))
    rows, after = competitors_page(request.member, request.GET.get("after", ""))
    context = {"books": BOOKS.values(), "competitors": rows, "after": after, "is_later": "after" in request.GET}
    return render_settings(request, "deals/competitors.html", PLACE, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def competitor(request: HttpRequest, pk: int) -> HttpResponse:
    """One competitor, to be changed."""
    one = get_competitor(request.member, pk, "processes")
    form = CompetitorForm(request.POST if request.method == "POST" else None, competitor=one)
    if request.method == "POST" and form.is_valid() and saved(request, form, one):
        toast(request, _("Saved."))
        return go(request, page(request))
    context = {"form": form, "competitor": one, "others": others_than(one)}
    answer = render_settings(request, "deals/competitor.html", PLACE, **context)
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_POST
def competitor_merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another one in the place of this one."""
    one = get_competitor(request.member, pk, "processes")
    form = CompetitorNameForm(request.POST)
    if not form.is_valid():
        return refuse(request, " ".join(form.errors["name"]), 422)
    try:
        into = known_competitor(form.cleaned_data["name"], by=request.member)
    except Refused as refusal:
        return refuse(request, str(refusal), 422)
    said = _("“%(name)s” is “%(into)s” now.") % {"name": one.name, "into": into.name}
    return act(request, lambda: merge_competitors(one, into, by=request.member), said, page(request))


@require_POST
def competitor_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list, and off all deals."""
    one = get_competitor(request.member, pk, "processes")
    deletion = delete_competitor(one, by=request.member)
    toast(request, _("“%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, page(request))


def saved(request: HttpRequest, form: CompetitorForm, one: Competitor) -> bool:
    """Keep the form; what was refused stands in it."""
    try:
        change_competitor(one, by=request.member, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error("name", str(refusal))
        return False
    return True


def page(request: HttpRequest) -> str:
    """Where the list is."""
    return reverse("deals:competitors", args=[request.member.workspace.slug])  # type: ignore[attr-defined]
