"""The buyer's page, and what the buyer does on it. Plain forms: it works without any script."""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.buyers.access import get_document, get_step
from stegvis.buyers.forms.outside import CommentForm, DayForm
from stegvis.buyers.look import stylesheet
from stegvis.buyers.models import PlanLink
from stegvis.buyers.operations.answering import comment, propose_day, tick_step, untick_step
from stegvis.buyers.operations.linking import note_opening
from stegvis.buyers.queries.plan import read_plan
from stegvis.buyers.views.doors import through_link
from stegvis.core.errors import Refused
from stegvis.timeline.filing import TEXT
from stegvis.timeline.views.files import NOTHING, POLICIES, serve
from stegvis.ui.render import go, render, toast, warn


@through_link
@require_safe
def shared_plan(request: HttpRequest, link: PlanLink, token: str) -> HttpResponse:
    """The plan, for the holder of the link."""
    if request.method == "GET":
        note_opening(link)
    return page(request, link, token)


@through_link
@require_POST
def tick(request: HttpRequest, link: PlanLink, token: str, step: int) -> HttpResponse:
    """The buyer has done a step; with `?back=1` it has not after all."""
    found = get_step(link.plan, step)
    back = "back" in request.GET
    done = (lambda: untick_step(found, by=link)) if back else (lambda: tick_step(found, by=link))
    return did(request, token, done, _("Taken back.") if back else _("Thank you, noted."), f"step-{step}")


@through_link
@require_POST
def day(request: HttpRequest, link: PlanLink, token: str, step: int) -> HttpResponse:
    """The buyer asks for another day."""
    found, form = get_step(link.plan, step), DayForm(request.POST)
    if not form.is_valid():
        return page(request, link, token, status=422, wrong=form, wrong_step=step)
    given = form.cleaned_data
    said = _("Proposed. You see the answer here.")
    return did(
        request, token, lambda: propose_day(found, given["day"], by=link, text=given["text"]), said, f"step-{step}"
    )


@through_link
@require_POST
def comments(request: HttpRequest, link: PlanLink, token: str) -> HttpResponse:
    """The buyer says something, about a step or the whole plan."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, link, token, status=422, wrong=form, wrong_step=step_in(request))
    step = get_step(link.plan, form.cleaned_data["step"]) if form.cleaned_data["step"] else None
    place = f"step-{step.pk}" if step else "words"
    return did(request, token, lambda: comment(form.cleaned_data["text"], by=link, step=step), _("Sent."), place)


@through_link
@require_safe
def document(request: HttpRequest, link: PlanLink, token: str, pk: int) -> HttpResponseBase:
    """A document that was shared: PDF and text are shown, everything else is saved."""
    file = get_document(link.plan, pk).file
    kind = f"{file.type}; charset=utf-8" if file.type == TEXT else file.type
    return serve(file.place, kind, file.name, POLICIES.get(file.type, f"{NOTHING}; sandbox"), file.type in POLICIES)


@through_link
@require_safe
def logo(request: HttpRequest, link: PlanLink, token: str) -> HttpResponseBase:
    """The workspace's logo."""
    if not link.workspace.logo:
        raise Http404
    return FileResponse(link.workspace.logo.open(), content_type="image/png")


@through_link
@require_safe
def look(request: HttpRequest, link: PlanLink, token: str) -> HttpResponse:
    """The workspace's colour, as a stylesheet."""
    return HttpResponse(stylesheet(link.workspace), content_type="text/css")


def page(request: HttpRequest, link: PlanLink, token: str, *, status: int = 200, wrong=None, wrong_step=None):
    """The plan; `wrong` is a form that was not taken, shown again where it stood."""
    context = {"page": read_plan(link.plan), "link": link, "token": token, "wrong": wrong, "wrong_step": wrong_step}
    return render(request, "buyers/outside.html", status=status, **context)


def did(request: HttpRequest, token: str, act: Callable[[], object], said: str, place: str) -> HttpResponse:
    """Do `act` and show the plan again, where the buyer was."""
    try:
        act()
        toast(request, said)
    except Refused as refusal:
        warn(request, str(refusal))
    return go(request, f"{reverse('shared_plan', args=[token])}#{place}")


def step_in(request: HttpRequest) -> int | None:
    """The step that a form names, if it is a number."""
    sent = request.POST.get("step", "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else None
