"""The drawings of a process with one deal on them: where it is, what is done, what its buyer has shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from stegvis.deals.access import get_deal
from stegvis.deals.models import Deal
from stegvis.deals.queries.process_progress import progress_of, stage_is_gone
from stegvis.processes.exporting import KINDS
from stegvis.processes.overlays import Overlay
from stegvis.processes.queries import drawing_of
from stegvis.processes.views.showing import WAYS, Shown, answer_file, around, said_of
from stegvis.ui.render import render


@require_safe
def deal_process(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """The deal on the drawing `way` of the version it runs in."""
    deal, shown = _shown(request, pk)
    context = around(shown, way)
    slug = deal.workspace.slug
    context["gone"] = stage_is_gone(deal)
    places: dict[str, Any] = {"addresses": {name: reverse("deals:process", args=[slug, pk, name]) for name in WAYS}}
    places["files"] = [(kind, reverse("deals:process_file", args=[slug, pk, way, kind])) for kind in KINDS[way]]
    return render(request, "deals/deal_process.html", deal=deal, **places, **context)


@require_safe
def deal_process_file(request: HttpRequest, pk: int, way: str, kind: str) -> HttpResponse:
    """The same drawing to keep or print."""
    _deal, shown = _shown(request, pk)
    return answer_file(request, shown, way, kind)


def _shown(request: HttpRequest, pk: int) -> tuple[Deal, Shown]:
    member = request.member  # type: ignore[attr-defined]
    deal = get_deal(member, pk, joined=("stage", "stage__version", "process"))
    drawing = drawing_of(member, deal.stage.version)
    below = f"{deal.process.name} · {said_of(deal.stage.version)}"
    return deal, Shown(deal.title, below, drawing, Overlay(progress=progress_of(deal, drawing)))
