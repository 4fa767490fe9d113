"""Handing over what a member looks after: choose, look, begin, watch, take back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.ui.render import go, render, wants_fragment
from stegvis.workspaces.access import get_handover, get_member
from stegvis.workspaces.forms.handing import HandoverForm
from stegvis.workspaces.operations.handing import begin_handover, undo_handover
from stegvis.workspaces.operations.members import require_rank
from stegvis.workspaces.queries.handing import preview
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address


@require_http_methods(["GET", "POST"])
def new_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who gets what; a GET with a choice shows what each would get, a POST begins."""
    leaving = get_member(request.member, pk, "members")
    require_rank(request.member, leaving.role)
    form = HandoverForm(request.POST or request.GET or None, leaving=leaving)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, leaving)
    try:
        made = begin_handover(leaving, form.receivers(), form.cleaned_data["kinds"], by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, leaving)
    return go(request, address(request, "handover", made.pk))


def _page(request: HttpRequest, form: HandoverForm, leaving) -> HttpResponse:
    receivers = form.receivers() if form.is_bound and form.is_valid() else []
    lines = preview(leaving, receivers)
    context = {"form": form, "leaving": leaving, "receivers": receivers, "lines": lines}
    status = 422 if request.method == "POST" else 200
    return render_settings(request, "workspaces/new_handover.html", "members", status=status, **context)


@require_safe
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a handover is; asks again by itself while it goes on."""
    found = get_handover(request.member, pk, "members")
    if wants_fragment(request):
        return render(request, "workspaces/_handover.html", handover=found)
    return render_settings(request, "workspaces/handover.html", "members", handover=found)


@require_POST
def handover_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Give everything back."""
    found = get_handover(request.member, pk, "members")
    back = address(request, "handover", pk)
    return act(request, lambda: undo_handover(found, by=request.member), _("The records go back."), back)
