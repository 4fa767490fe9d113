"""The form of one fact. It carries what its reader saw, so that two editors never overwrite each other silently."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from stegvis.core.errors import ChangedMeanwhile, FieldClash
from stegvis.people.facts.base import Fact
from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Member

SEEN = "seen-"
SEVERAL = (forms.ModelMultipleChoiceField, forms.MultipleChoiceField)


class FactForm(forms.Form):
    """Fields of `fact`, each with a hidden one that holds the value its reader saw."""

    def __init__(self, fact: Fact, member: Member, record: Company | Person, data=None) -> None:
        super().__init__(data)
        self.fact, self.member, self.record = fact, member, record
        self.clashes: list[FieldClash] = []
        self.editable = fact.fields(member, record)
        now = fact.now(record)
        for name, field in self.editable.items():
            field.initial = now[name]
            self.fields[name] = field
            self.fields[f"{SEEN}{name}"] = Seen(initial=_typed(field, now[name]))

    def save(self, by: Member) -> None:
        """Save the fact. Raises Refused, ChangedMeanwhile, PermissionDenied."""
        values = {name: _one_line_ends(self.cleaned_data[name]) for name in self.editable}
        self.fact.save(self.record, values, self._seen(), by=by)

    def _seen(self) -> dict[str, Any]:
        seen = {}
        for name, field in self.editable.items():
            if f"{SEEN}{name}" in self.data:
                try:
                    seen[name] = _one_line_ends(_loosely(field, self.cleaned_data[f"{SEEN}{name}"]))
                except ValidationError:
                    continue
        return seen

    def surprised(self, by: ChangedMeanwhile) -> "FactForm":
        """The same form once its reader was told what somebody else made of it: sent again, it takes the reader's."""
        now = self.fact.now(self.record)
        told = self.data.copy()  # type: ignore[attr-defined]
        for name, field in self.editable.items():
            told[f"{SEEN}{name}"] = _typed(field, now[name])
        self.data = told
        self.clashes = by.clashes
        return self


class Seen(forms.CharField):
    """A hidden field that keeps its text as it is."""

    def __init__(self, **options) -> None:
        super().__init__(required=False, strip=False, widget=forms.HiddenInput, **options)


def _typed(field: forms.Field, value) -> str:
    """A value as somebody would type it into `field`."""
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ",".join(str(one.pk) for one in value)
    if isinstance(field, forms.MultipleChoiceField):
        return ",".join(value or ())
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared)


def _loosely(field: forms.Field, text: str):
    """What `text` meant in `field`, whether or not the field may be empty now."""
    required, field.required = field.required, False
    try:
        return field.clean([one for one in text.split(",") if one] if isinstance(field, SEVERAL) else text)
    finally:
        field.required = required


def _one_line_ends(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
