"""Settings of the workspace itself: its facts, logo, rates, tags, mail; what was done; what this program is."""

import sys

from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis import __version__
from stegvis.core.errors import Refused
from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_rate
from stegvis.workspaces.acts import ACTS
from stegvis.workspaces.forms.workspace import LogoForm, RateForm, WorkspaceForm
from stegvis.workspaces.logos import as_logo
from stegvis.workspaces.operations.workspace import FACTS, delete_rate, set_logo, set_rate, update_workspace
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries import audit_page, rates
from stegvis.workspaces.settings_nav import entries, render_settings
from stegvis.workspaces.views.answers import act, address, undo_address

# Places about oneself, which the way to Settings passes by.
OWN = {"profile", "security"}


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The first place of Settings beyond one's own that the member may go to."""
    places = entries(request.member)  # type: ignore[attr-defined]
    beyond = [href for entry, href in places if entry.key not in OWN]
    return redirect(beyond[0])


@require_http_methods(["GET", "POST"])
def workspace(request: HttpRequest) -> HttpResponse:
    """Name, language, base currency, time zone, week; logo and rates stand beside."""
    require(request.member, "settings")
    own = request.member.workspace
    form = WorkspaceForm(request.POST or None, initial={name: getattr(own, name) for name in FACTS})
    if request.method == "GET" or not form.is_valid() or not _saved(request, form):
        return _workspace_page(request, form, status=422 if form.is_bound else 200)
    return go(request, address(request, "workspace"))


def _saved(request: HttpRequest, form: WorkspaceForm) -> bool:
    try:
        update_workspace(form.cleaned_data, by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    toast(request, _("Saved."))
    return True


def _workspace_page(request: HttpRequest, form=None, rate_form=None, status: int = 200) -> HttpResponse:
    own = request.member.workspace
    form = form or WorkspaceForm(initial={name: getattr(own, name) for name in FACTS})
    context = {"form": form, "rate_form": rate_form or RateForm(), "logo_form": LogoForm()}
    return render_settings(
        request, "workspaces/workspace.html", "workspace", rates=rates(request.member), status=status, **context
    )


@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest) -> HttpResponseBase:
    """The workspace's logo, for its members; POST replaces it, or removes it where no picture is sent."""
    if request.method != "POST":
        return _logo_file(request)
    require(request.member, "settings")
    picture = request.FILES.get("logo")
    back = address(request, "workspace")
    if picture is None:
        return act(request, lambda: set_logo(None, by=request.member), _("The logo was removed."), back)
    return act(request, lambda: set_logo(as_logo(picture.read()), by=request.member), _("The logo was changed."), back)


def _logo_file(request: HttpRequest) -> HttpResponseBase:
    own = request.member.workspace
    if not own.logo:
        raise Http404
    answer = FileResponse(own.logo.open(), content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@require_POST
def rate_list(request: HttpRequest) -> HttpResponse:
    """Set the rate of a currency from a day on."""
    require(request.member, "settings")
    form = RateForm(request.POST)
    if not form.is_valid():
        return _workspace_page(request, rate_form=form, status=422)
    back = address(request, "workspace")
    return act(request, lambda: set_rate(**form.cleaned_data, by=request.member), _("The rate was set."), back)


@require_POST
def rate_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a rate."""
    rate = get_rate(request.member, pk, "settings")
    deletion = delete_rate(rate, by=request.member)
    toast(request, _("The rate was deleted."), undo_address(request, deletion))
    return go(request, address(request, "workspace"))


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What was done in the workspace, newest first."""
    require(request.member, "audit")
    chosen, before = request.GET.get("act", ""), request.GET.get("before", "")
    page, after = audit_page(request.member, chosen, int(before) if before.isdecimal() else None)
    context = {"entries": page, "next": after, "chosen": chosen, "acts": ACTS, "before": before}
    return render_settings(request, "workspaces/audit.html", "audit", **context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Version, licence, database, Python."""
    require(request.member, "see")
    database = f"{connection.display_name} {'.'.join(map(str, _database_version()))}"
    python = ".".join(map(str, sys.version_info[:3]))
    return render_settings(
        request, "workspaces/about.html", "about", version=__version__, database=database, python=python
    )


def _database_version() -> tuple[int, ...]:
    return connection.get_database_version()
