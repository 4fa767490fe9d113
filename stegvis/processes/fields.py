"""The fields of a draft: how each is called, what it may hold, and how it stands in a form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stegvis.core.errors import Refused
from stegvis.processes.changes import MOST_DAYS
from stegvis.processes.models import ExitCriterion, StageKind, TaskTemplate

MOST_ENTRIES = 12


class Sentence(forms.CharField):
    """One sentence: line breaks in it are blanks."""

    def clean(self, value: Any) -> str:
        """The sentence in one line."""
        return " ".join(super().clean(value).split())


class Entries(forms.CharField):
    """A few sentences, a line each."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines that say something."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        told = [line for line in lines if line]
        if len(told) > MOST_ENTRIES or any(len(line) > 300 for line in told):
            raise ValidationError(_("At most 12 lines of at most 300 characters."))
        return told


def _days(label, least: int = 1) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=MOST_DAYS)


FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    "process": {
        "name": Sentence(label=_("Name"), max_length=200),
        "summary": forms.CharField(label=_("What it is for"), max_length=2000, required=False),
    },
    "phases": {
        "name": Sentence(label=_("What the buyer does"), max_length=100),
        "summary": forms.CharField(label=_("How one knows it"), max_length=2000, required=False),
        "commitments": Entries(label=_("What the buyer commits to"), required=False),
        "decisions": Entries(label=_("What the buyer decides"), required=False),
    },
    "stages": {
        "name": Sentence(label=_("Name"), max_length=200),
        "definition": forms.CharField(label=_("A deal is here when …"), max_length=2000, required=False),
        "kind": forms.ChoiceField(label=_("Kind"), choices=StageKind),
        "buyer_phase": forms.CharField(label=_("The buyer is"), required=False, max_length=60),
        "expected_days": _days(_("Usually, days")),
        "silence_days": _days(_("Silence, days")),
        "probability": forms.IntegerField(label=_("Chance to win, %"), required=False, min_value=0, max_value=100),
    },
    "criteria": {
        "text": Sentence(label=_("Evidence"), max_length=500),
        "buyer_text": Sentence(label=_("In the buyer's words"), max_length=500, required=False),
        "evidence_kind": forms.ChoiceField(label=_("Kind of evidence"), choices=ExitCriterion.EvidenceKind),
        "hard": forms.BooleanField(label=_("Required"), required=False),
    },
    "tasks": {
        "title": Sentence(label=_("Task"), max_length=300),
        "kind": forms.ChoiceField(label=_("Kind of task"), choices=TaskTemplate.TaskKind),
        "due_days": _days(_("Days after entry"), 0),
        "role": Sentence(label=_("Who does it"), max_length=60, required=False),
        "note": forms.CharField(label=_("Advice"), max_length=2000, required=False),
    },
    "branches": {
        "text": Sentence(label=_("When"), max_length=300),
        "to": forms.CharField(label=_("Goes to"), max_length=60),
        "wake_days": _days(_("Wakes after, days")),
    },
}


def clean(part: str, name: str, raw: Any) -> Any:
    """What `raw`, as a form sends it, means for the field; Refused with the reason where it means nothing."""
    try:
        return FIELDS[part][name].clean(raw)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def as_sent(value: Any) -> str:
    """A value as a form holds it."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def unlined(text: str) -> str:
    """Line breaks as they are kept: browsers send two characters for one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
