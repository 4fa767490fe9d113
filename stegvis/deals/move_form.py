"""What a move's form says, read without trust."""

from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import LostReason
from stegvis.deals.operations.competitors import LONGEST
from stegvis.deals.periods import next_quarter
from stegvis.processes.models import ExitCriterion
from stegvis.workspaces.models import Member

LARGEST_ID = 2**63 - 1
LONGEST_NOTE = 2000
NOTE = "note-"


def presets(today: date | None = None) -> dict[str, date]:
    """The usual days on which a parked deal wakes up, by the word that a form sends."""
    today = today or timezone.localdate()
    return {"30": today + timedelta(days=30), "90": today + timedelta(days=90), "quarter": next_quarter(today)}


class ReasonField(forms.IntegerField):
    """Why a deal was lost: a reason of the workspace, looked for where one is named."""

    workspace: int

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, max_value=LARGEST_ID)

    def clean(self, value) -> LostReason | None:
        wanted = super().clean(value)
        found = LostReason.objects.filter(workspace=self.workspace, pk=wanted).first() if wanted else None
        if wanted and found is None:
            raise forms.ValidationError(forms.ModelChoiceField.default_error_messages["invalid_choice"])
        return found


class MoveForm(forms.Form):
    """A step: where to, from where it was seen, and what it takes. A preset day wins over a written one."""

    to_stage = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    reason = forms.CharField(label=_("Why go on?"), required=False, max_length=LONGEST_NOTE)
    lost_reason = ReasonField()
    lost_to = forms.CharField(label=_("Who won it instead?"), required=False, max_length=LONGEST)
    wake_on = forms.DateField(label=_("Wakes up on"), required=False)
    preset = forms.ChoiceField(required=False, choices=lambda: [(word, word) for word in presets()])

    def __init__(self, data: QueryDict, member: Member) -> None:
        super().__init__(data)
        self.fields["lost_reason"].workspace = member.workspace_id  # type: ignore[attr-defined]

    def how(self) -> dict:
        """The arguments of `take_step` that are not stages."""
        said = self.cleaned_data
        wake_on = presets()[said["preset"]] if said["preset"] else said["wake_on"]
        names = ("seen", "reason", "lost_reason", "lost_to")
        return {name: said[name] for name in names} | {"wake_on": wake_on}


def ticked(data: QueryDict, criteria: list[ExitCriterion]) -> dict[ExitCriterion, str]:
    """Of `criteria` those that the form ticks (`met=3`), each with its note (`note-3=…`)."""
    met = set(data.getlist("met"))
    return {one: data.get(f"{NOTE}{one.pk}", "").strip()[:LONGEST_NOTE] for one in criteria if str(one.pk) in met}


class TakeBackForm(forms.Form):
    """The address of an Undo: which move, and what the deal knew before it."""

    undo = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    lost_reason = ReasonField()
    wake_on = forms.DateField(required=False)

    def __init__(self, data: QueryDict, member: Member) -> None:
        super().__init__(data)
        self.fields["lost_reason"].workspace = member.workspace_id  # type: ignore[attr-defined]

    def how(self) -> dict:
        """The arguments of `take_back` besides the deal and the move's number."""
        return {"lost_reason": self.cleaned_data["lost_reason"], "wake_on": self.cleaned_data["wake_on"]}
