"""Tasks: the list, one task in a panel or on its page, and those of a record."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.pages.queries.task_list import read_tasks, tasks_of_record
from stegvis.pages.queries.whose import active_members
from stegvis.pages.task_forms import GETTERS, LineForm, TaskForm
from stegvis.pages.views.task_answers import address, changed
from stegvis.timeline.dues import today_of
from stegvis.timeline.queries.wishes import wishes_on
from stegvis.timeline.task_access import get_task, may_task
from stegvis.ui.render import render, toast, warn
from stegvis.workspaces.permissions import may, require


@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: HttpRequest) -> HttpResponse:
    """GET: the list that the address asks for. POST: a new task, from one line or all facts."""
    if request.method == "POST":
        return make(request)
    shown = read_tasks(request.member, request.GET)
    may_create = may(request.member, "create")
    return render(request, "pages/tasks.html", fragment="pages/_tasks.html", shown=shown, may_create=may_create)


def make(request: HttpRequest) -> HttpResponse:
    """The new task, or the form with what is wrong."""
    require(request.member, "create")  # type: ignore[attr-defined]
    form = LineForm(request.POST) if "line" in request.POST else new_form(request, request.POST)
    return save(request, form) or show_new(request, form if isinstance(form, TaskForm) else whole_of(request))


def whole_of(request: HttpRequest) -> TaskForm:
    """The form of all facts, for a line that could not be kept."""
    typed = request.POST.copy()
    typed["title"] = typed.get("line", "")
    return new_form(request, typed)


def save(request: HttpRequest, form: LineForm | TaskForm) -> HttpResponse | None:
    """Make the task and say so; None, with the reason in the form, when it cannot be made."""
    if not form.is_valid():
        return None
    try:
        task = form.save(request.member) if isinstance(form, LineForm) else form.save()  # type: ignore[attr-defined]
    except (Refused, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
        return None
    toast(request, _("Noted: “%(task)s”.") % {"task": task.title}, address(request, "task_deletion", task.pk))
    for one in wishes_on(request.member, task.person, [task.kind]):  # type: ignore[attr-defined]
        warn(request, f"{one.name}: {one.wish}.")
    return changed(request)


@require_safe
def new_task(request: HttpRequest) -> HttpResponse:
    """The form, about what the address says (`?deal=`, `?company=`, `?person=`)."""
    require(request.member, "create")
    return show_new(request, new_form(request))


def new_form(request: HttpRequest, data=None) -> TaskForm:
    """The form of a new task; from the address come only ids."""
    member = request.member  # type: ignore[attr-defined]
    given = {name: request.GET[name] for name in GETTERS if request.GET.get(name, "").isdecimal()}
    members = active_members(member.workspace_id, today_of(member))
    return TaskForm(data, member=member, members=members, initial=given)


def show_new(request: HttpRequest, form: TaskForm) -> HttpResponse:
    """The form in the panel, or on a page of its own."""
    context: dict = {"form": form, "task": None, "part": "pages/_task_form.html", "title": _("New task")}
    context["wishes"] = wishes_on(request.member, form.reaches())  # type: ignore[attr-defined]
    status = 422 if form.is_bound else 200
    return render(request, "pages/task_page.html", fragment="pages/_task_panel.html", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: looked at, and changed by who may."""
    member, one = request.member, get_task(request.member, pk, "edit" if request.method == "POST" else "see")
    members = active_members(member.workspace_id, today_of(member))
    form = TaskForm(request.POST if request.method == "POST" else None, member=member, members=members, task=one)
    if form.is_valid():
        try:
            form.save()
        except (Refused, ChangedMeanwhile, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Saved."))
            return changed(request)
    status = 422 if form.is_bound else 200
    context = {"form": form, "task": one, "part": "pages/_task_form.html", "title": one.title}
    context["wishes"] = [] if one.done_at else wishes_on(member, reached(member, one))
    context["may_edit"] = may_task(member, "edit", one)
    context["about"] = [(name, getattr(one, name)) for name in GETTERS if sees(member, getattr(one, name))]
    return render(request, "pages/task_page.html", fragment="pages/_task_panel.html", status=status, **context)


def reached(member, one):
    """Whom a call or mail of the task would reach: the person, else the people of the deal."""
    return next((record for record in (one.person, one.deal) if sees(member, record)), None)


def sees(member, record) -> bool:
    """Whether a linked record can be named."""
    return record is not None and record.deletion_id is None and may(member, "see", record)


@require_safe
def record_tasks(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The tasks of a deal, company or person, open ones first, with a line for a new one."""
    if kind not in GETTERS:
        raise Http404
    record = GETTERS[kind](request.member, pk)  # type: ignore[operator]
    found = tasks_of_record(request.member, kind, record)
    may_create = may(request.member, "create")
    return render(request, "pages/_record_tasks.html", tasks=found, kind=kind, record=record, may_create=may_create)
