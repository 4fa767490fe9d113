"""What is written on a timeline: one form for all kinds, as the composer is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from stegvis.timeline.facts import MOST_MINUTES, MOST_PLACE, MOST_TEXT, Direction, Outcome
from stegvis.timeline.models import EntryKind, TaskKind, TimelineEntry

TASK = "task"
WRITTEN = [
    *((kind.value, kind.label) for kind in (EntryKind.NOTE, EntryKind.CALL, EntryKind.MEETING, EntryKind.FILE)),
    (TASK, lazy("Task")),
]
MOST_FILES = 20


@dataclass(frozen=True)
class Offered:
    """Somebody who can have taken part, where a page knows no more of them."""

    pk: int
    name: str
    do_not_contact: str = ""

    def __str__(self) -> str:
        return self.name


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, maybe empty."""

    def clean(self, data: Any, initial: Any = None) -> list:
        """Each file on its own."""
        some = data if isinstance(data, (list, tuple)) else [data] if data else []
        if len(some) > MOST_FILES:
            raise forms.ValidationError(_("At most %(number)s files at once."), params={"number": MOST_FILES})
        return [super(FilesField, self).clean(one, initial) for one in some]


class EntryForm(forms.Form):
    """A note, call, meeting, file or task; what belongs to another kind is not looked at."""

    kind = forms.ChoiceField(choices=WRITTEN)
    text = forms.CharField(label=lazy("Words"), required=False, max_length=MOST_TEXT, widget=forms.Textarea, strip=True)
    direction = forms.ChoiceField(label=lazy("Who called"), choices=Direction, required=False)
    outcome = forms.ChoiceField(label=lazy("How it went"), choices=Outcome, required=False)
    place = forms.CharField(label=lazy("Where"), required=False, max_length=MOST_PLACE)
    minutes = forms.IntegerField(label=lazy("Minutes"), required=False, min_value=0, max_value=MOST_MINUTES)
    at = forms.DateTimeField(label=lazy("When"), required=False)
    people = forms.TypedMultipleChoiceField(label=lazy("With"), required=False, coerce=int)
    due_on = forms.DateField(label=lazy("Day"), required=False)
    task_kind = forms.ChoiceField(label=pgettext_lazy("task", "Kind"), choices=TaskKind, required=False)
    assignee = forms.IntegerField(label=lazy("Who does it"), required=False, min_value=1, max_value=2**63 - 1)
    files = FilesField(label=lazy("Files"), required=False, widget=ManyFiles)  # type: ignore[assignment]

    def __init__(self, *args, people: Sequence = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(people)
        self.fields["people"].choices = [(one.pk, str(one)) for one in self.offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A note needs words and a file a file."""
        given = self.cleaned_data
        if given.get("kind") == EntryKind.NOTE and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write something first."))
        if given.get("kind") == TASK and not given.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say what is to be done."))
        if given.get("kind") == EntryKind.FILE and not given.get("files") and "files" not in self.errors:
            self.add_error("files", _("Choose a file first."))
        return given

    @property
    def chosen_people(self) -> list:
        """Those of the offered people who took part."""
        ids = set(self.cleaned_data.get("people", ()))
        return [one for one in self.offered if one.pk in ids]


class CorrectionForm(forms.Form):
    """Words and facts of an entry, as they should have been. Facts of other kinds are left out."""

    text = forms.CharField(
        label=lazy("Words"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    direction = forms.ChoiceField(label=lazy("Who called"), choices=Direction, required=False)
    outcome = forms.ChoiceField(label=lazy("How it went"), choices=Outcome, required=False)
    place = forms.CharField(label=lazy("Where"), required=False, max_length=MOST_PLACE)
    minutes = forms.IntegerField(label=lazy("Minutes"), required=False, min_value=0, max_value=MOST_MINUTES)
    at = forms.DateTimeField(
        label=lazy("When"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    OF = {EntryKind.CALL: ("direction", "outcome", "minutes"), EntryKind.MEETING: ("place", "minutes")}

    def __init__(self, entry: TimelineEntry, data: Any = None) -> None:
        at = timezone.localtime(entry.at).replace(second=0, microsecond=0)
        super().__init__(data, initial={**entry.facts, "text": entry.text, "at": at})
        self.entry, self.own = entry, self.OF.get(EntryKind(entry.kind), ())
        for name in {"direction", "outcome", "place", "minutes"} - set(self.own):
            del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that belong to the entry's kind."""
        return {name: self.cleaned_data[name] for name in self.own}

    @property
    def moment(self):
        """When it was; None where nobody changed that, so that its seconds stay."""
        return self.cleaned_data["at"] if "at" in self.changed_data else None
