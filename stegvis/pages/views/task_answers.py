"""What is answered to an act on a task: the page stays, its lists of tasks ask for themselves anew."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from stegvis.core.errors import Refused
from stegvis.ui.render import go, nothing, refuse, toast
from stegvis.workspaces.views.answers import local

CHANGED = json.dumps({"tasks:changed": {"target": "body"}})


def address(request: HttpRequest, name: str, *args) -> str:
    """The address of a view of this workspace's pages."""
    return reverse(f"pages:{name}", args=[request.member.workspace.slug, *args])  # type: ignore[attr-defined]


def act(request: HttpRequest, verb: Callable[[], object], done: str, undo: str = "") -> HttpResponse:
    """Do `verb` and say `done`, with its Undo; what is refused is said instead and nothing changes."""
    try:
        verb()
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, done, undo)
    return changed(request)


def changed(request: HttpRequest) -> HttpResponse:
    """Tell the page's lists of tasks to look again; without a script go back to where one was."""
    if "HX-Request" not in request.headers:
        return go(request, local(request, request.headers.get("Referer"), address(request, "today")))
    answer = nothing(request)
    answer.headers["HX-Trigger"] = CHANGED
    return answer
