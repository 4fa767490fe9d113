"""What goes along with a process: questions, guide, floor of prices."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import Refused
from stegvis.deals.forms.process_aid import AidForm
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.playbook import chosen_set
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.playbook import aid_of, choices_of
from stegvis.processes.access import get_process
from stegvis.processes.models import Process
from stegvis.ui.render import go, render, toast


@require_http_methods(["GET", "HEAD", "POST"])
def process_aid(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form. POST: keep it."""
    process = get_process(request.member, pk, "processes")
    lists = {key: choices_of(request.member, key) for key in ("frameworks", "guides")}
    form = AidForm(request.POST if request.method == "POST" else None, aid=aid_of(process), **lists)
    if form.is_valid() and kept(request, process, form):
        toast(request, _("Saved."))
        return go(request, reverse("processes:process", args=[request.member.workspace.slug, pk]))
    status = 422 if form.is_bound else 200
    return render(request, "deals/process_aid.html", process=process, form=form, status=status)


def kept(request: HttpRequest, process: Process, form: AidForm) -> bool:
    """Keep the form; what was refused stands in it."""
    said, member = form.cleaned_data, request.member  # type: ignore[attr-defined]
    try:
        sets = {
            one: chosen_set(member.workspace, BOOKS[f"{one}s"], said[one], by=member) for one in ("framework", "guide")
        }
        floor = {name: said[name] for name in ("most_discount", "least_margin")}
        equip_process(process, by=member, **sets, **floor)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
