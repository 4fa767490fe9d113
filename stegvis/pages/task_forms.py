"""Forms of tasks: one line, all facts, what is told when one is done."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from stegvis.deals.access import get_deal
from stegvis.deals.forms.fields import DayField
from stegvis.pages.queries.whose import Colleague
from stegvis.people.access import get_company, get_person
from stegvis.timeline.dues import time_of, today_of, zone_for
from stegvis.timeline.models import Repeat, Task, TaskKind
from stegvis.timeline.operations.finishing import TOLD
from stegvis.timeline.operations.tasks import LONGEST, MOST_NOTE, company_for, create_task, edit_task
from stegvis.timeline.wording import read_line
from stegvis.workspaces.access import get_member
from stegvis.workspaces.models import Member

LARGEST = 2**63 - 1
GETTERS: dict[str, Callable[[Member, int], Any]] = {"deal": get_deal, "company": get_company, "person": get_person}
TELLING = {
    "": gettext_lazy("Only done"),
    "reached": gettext_lazy("Talked"),
    "voice_mail": gettext_lazy("Left a message"),
    "no_answer": gettext_lazy("No answer"),
    "held": gettext_lazy("The meeting was held"),
}


class IdField(forms.IntegerField):
    """An id that a database can hold, hidden."""

    def __init__(self, **options) -> None:
        super().__init__(
            **{"required": False, "min_value": 1, "max_value": LARGEST, "widget": forms.HiddenInput} | options
        )


class AboutForm(forms.Form):
    """What a task is about: ids of a deal, a company, a person."""

    deal, company, person = IdField(), IdField(), IdField()

    def about(self, member: Member) -> dict[str, Any]:
        """The records, as far as `member` may see them; raises Http404."""
        found = {name: self.cleaned_data[name] for name in GETTERS if self.cleaned_data.get(name)}
        records: dict[str, Any] = {name: GETTERS[name](member, pk) for name, pk in found.items()}
        if "deal" in records and "company" not in records:
            records["company"] = company_for(records["deal"], by=member)
        return records


class LineForm(AboutForm):
    """A task in one line: "call Anna tomorrow"."""

    line = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=LONGEST, strip=True)

    def save(self, member: Member) -> Task:
        """The task that the line says. Raises Refused."""
        read = read_line(self.cleaned_data["line"], today_of(member))
        facts = {"kind": read.kind, "due_on": read.day, "time": read.time}
        return create_task(read.title, by=member, **facts, **self.about(member))


class TaskForm(AboutForm):
    """All facts of a task."""

    title = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=LONGEST)
    kind = forms.ChoiceField(label=pgettext_lazy("task", "Kind"), choices=TaskKind, initial=TaskKind.TO_DO)
    due_on = DayField(label=gettext_lazy("Day"))
    time = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    assignee = forms.TypedChoiceField(label=gettext_lazy("Who does it"), coerce=int)
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Task.Priority, coerce=int, initial=Task.Priority.NORMAL
    )
    repeat = forms.ChoiceField(label=gettext_lazy("Comes back"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MOST_NOTE, widget=forms.Textarea({"rows": 4})
    )
    seen_title, seen_due_on = (
        forms.CharField(required=False, widget=forms.HiddenInput),
        DayField(widget=forms.HiddenInput),
    )
    order = ("title", "kind", "due_on", "time", "assignee", "priority", "repeat", "note")

    def __init__(self, data=None, *, member: Member, members: list[Colleague], task: Task | None = None, **options):
        self.member, self.task = member, task
        options["initial"] = options.get("initial", {}) | (as_initial(task) if task else {"assignee": member.pk})
        super().__init__(data, auto_id="task_%s", **options)
        away = {True: _("%(name)s (away)"), False: "%(name)s"}
        choices = [(one.id, away[one.away] % {"name": one.name}) for one in members]
        if task and task.assignee_id not in {one.id for one in members}:
            choices.insert(0, (task.assignee_id or 0, task.assignee.name if task.assignee else _("Nobody")))
        self.fields["assignee"].choices = choices  # type: ignore[attr-defined]
        self.fields["repeat"].choices = [("", _("Never")), *Repeat.choices]  # type: ignore[attr-defined]

    def reaches(self) -> Any:
        """The person, else the deal, that the form of a new task is about, as far as its member sees it."""
        for name in ("person", "deal"):
            told = str(self[name].value() or "")
            if told.isdecimal() and int(told) <= LARGEST:
                with suppress(Http404, PermissionDenied):
                    return GETTERS[name](self.member, int(told))
        return None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("time") and not found.get("due_on"):
            self.add_error("due_on", _("A time needs a day."))
        return found

    def save(self) -> Task:
        """Make or change the task. Raises Refused, ChangedMeanwhile, PermissionDenied."""
        facts = {name: self.cleaned_data[name] for name in ("kind", "due_on", "time", "priority", "repeat", "note")}
        if self.task is None:
            assignee = get_member(self.member, self.cleaned_data["assignee"])
            return create_task(
                self.cleaned_data["title"], by=self.member, assignee=assignee, **facts, **self.about(self.member)
            )
        facts["title"] = self.cleaned_data["title"]
        if self.cleaned_data["assignee"] not in (0, self.task.assignee_id):
            facts["assignee"] = get_member(self.member, self.cleaned_data["assignee"])
        seen = {"title": self.cleaned_data["seen_title"], "due_on": self.cleaned_data["seen_due_on"]}
        edit_task(self.task, facts, by=self.member, seen={name: one for name, one in seen.items() if one})
        return self.task


def as_initial(task: Task) -> dict[str, Any]:
    """What the form of `task` shows."""
    names = ("title", "kind", "due_on", "priority", "repeat", "note")
    shown = {name: getattr(task, name) for name in names} | {"assignee": task.assignee_id or 0}
    shown |= {"seen_title": task.title, "seen_due_on": task.due_on}
    return shown | {"time": time_of(task.due_at, zone_for(task.assignee, task.workspace))}


class DoneForm(forms.Form):
    """What is kept of a task that is done."""

    note = forms.CharField(
        label=gettext_lazy("What came of it?"),
        required=False,
        max_length=MOST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )
    told = forms.ChoiceField(label=gettext_lazy("How did it go?"), required=False, choices=list(TELLING.items()))

    def __init__(self, data=None, *, task: Task) -> None:
        super().__init__(data, auto_id="done_%s")
        kinds = TOLD.get(TaskKind(task.kind), ())
        if not kinds:
            del self.fields["told"]
        else:
            self.fields["told"].choices = [(key, TELLING[key]) for key in ("", *kinds)]  # type: ignore[attr-defined]


def day_in(text: str) -> datetime.date | None:
    """A day of an address or button, `2026-11-30`; None for anything else."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 2200 else None
