"""The four drawings of a process, as pages and as files."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.core.errors import Refused
from stegvis.processes.catalogue import known_language, load_template
from stegvis.processes.drawings import draw_template
from stegvis.processes.exporting import KINDS
from stegvis.processes.queries import versions_of
from stegvis.processes.views.showing import WAYS, Shown, answer_file, around, of_process
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may

NAMES = {"map": "process", "checklist": "checklist", "flowchart": "flowchart", "buyer": "buyer"}


@require_safe
def drawing(request, pk: int, way: str = "map"):
    """One process as one of its drawings. `?version=`, `?draft=1`: not that in force; `?real=1`: today's figures."""
    process, shown = of_process(request, pk)
    slug = request.member.workspace.slug
    places: dict[str, Any] = {
        "addresses": {name: reverse(f"processes:{NAMES[name]}", args=[slug, pk]) for name in WAYS}
    }
    places["files"] = [(kind, reverse("processes:file", args=[slug, pk, way, kind])) for kind in KINDS[way]]
    context = {"process": process, "versions": versions_of(request.member, process), **places}
    can_change = may(request.member, "processes")
    return render(request, "processes/drawing.html", can_change=can_change, **context, **around(shown, way))


@require_safe
def file(request, pk: int, way: str, kind: str):
    """The same drawing to keep or print."""
    _process, shown = of_process(request, pk)
    return answer_file(request, shown, way, kind)


@require_safe
def template(request, key: str, way: str = "map"):
    """A ready-made process as it would be, before it is chosen."""
    try:
        found = load_template(key)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    language = known_language(get_language() or "en")
    shown = Shown(found["name"][language], _("Ready-made process"), draw_template(found, language))
    slug = request.member.workspace.slug
    places = {"addresses": {name: reverse("processes:template_drawing", args=[slug, key, name]) for name in WAYS}}
    context = {"ready": found, "language_code": language, "can_change": may(request.member, "processes")}
    return render(request, "processes/template.html", **context, **places, **around(shown, way))
