"""What is done with a task in one press."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.pages.task_forms import DoneForm, day_in
from stegvis.pages.views.task_answers import act, address, changed
from stegvis.timeline.models import Task
from stegvis.timeline.operations.finishing import complete_task, reopen_task
from stegvis.timeline.operations.tasks import edit_task, reassign_task
from stegvis.timeline.task_access import get_task
from stegvis.ui.formats import relative_day
from stegvis.ui.render import refuse, render, toast
from stegvis.workspaces.access import get_member
from stegvis.workspaces.operations.deleting import delete_records

PART = "pages/_task_done_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what came of it? POST: done, with what is worth keeping; Undo takes all of it back."""
    task = get_task(request.member, pk, "edit")
    form = DoneForm(request.POST if request.method == "POST" else None, task=task)
    if not form.is_valid():
        return form_of(request, task, form)
    try:
        complete_task(task, by=request.member, **form.cleaned_data)
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("Done: “%(task)s”.") % {"task": task.title}, address(request, "task_reopening", pk))
    return changed(request)


def form_of(request: HttpRequest, task: Task, form: DoneForm) -> HttpResponse:
    """The form in the panel, or on a page of its own."""
    status = 422 if form.is_bound else 200
    context = {"task": task, "form": form, "part": PART, "title": task.title}
    return render(request, "pages/task_page.html", fragment="pages/_task_panel.html", status=status, **context)


@require_POST
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Not done after all."""
    task = get_task(request.member, pk, "edit")
    return act(
        request, lambda: reopen_task(task, by=request.member), _("Open again: “%(task)s”.") % {"task": task.title}
    )


@require_POST
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it off to the `day` that was sent (in the address of an Undo; empty takes the day away)."""
    task = get_task(request.member, pk, "edit")
    sent = request.POST.get("day") or request.GET.get("day", "")
    wanted, before = day_in(sent), task.due_on
    if sent and wanted is None:
        return refuse(request, _("Choose a day."), 422)
    said = _("“%(task)s”: %(day)s.") % {"task": task.title, "day": relative_day(wanted) or _("some day")}
    undo = f"{address(request, 'task_day', pk)}?day={before.isoformat() if before else ''}"
    return act(request, lambda: edit_task(task, {"due_on": wanted}, by=request.member), said, undo)


@require_POST
def assignee(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to the member `to` (in the address of an Undo)."""
    task = get_task(request.member, pk, "edit")
    sent = request.POST.get("to") or request.GET.get("to", "")
    if not (sent.isdecimal() and len(sent) < 19):
        return refuse(request, _("Choose an active member."), 422)
    to = get_member(request.member, int(sent))
    said = _("“%(task)s” is now with %(name)s.") % {"task": task.title, "name": to.name}
    undo = f"{address(request, 'task_assignee', pk)}?to={task.assignee_id}" if task.assignee_id else ""
    return act(request, lambda: reassign_task(task, to, by=request.member), said, undo)


@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the task; it can be undone."""
    task = get_task(request.member, pk, "edit")
    gone = delete_records([task], by=request.member, verb="edit")
    undo = reverse("workspaces:restoration", args=[request.member.workspace.slug, gone.pk])
    toast(request, _("“%(task)s” is deleted.") % {"task": task.title}, undo)
    return changed(request)
