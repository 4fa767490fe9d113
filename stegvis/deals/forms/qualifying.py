"""What is known of a deal: an answer to a question, a question asked by the guide, an objection and its answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import LostReason, QualificationAnswer
from stegvis.people.models import Person
from stegvis.timeline.models import TimelineEntry

LONGEST = 5000
AREA = {"rows": 2}
LARGEST_ID = 2**62


class AnswerForm(forms.Form):
    """An answer: what, how sure, what it means, and where it comes from (a person, an entry, or words)."""

    text = forms.CharField(label=_("Answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs=AREA))
    confidence = forms.TypedChoiceField(
        label=_("How sure"), choices=QualificationAnswer.Confidence, coerce=int, initial=1
    )
    speaks = forms.ChoiceField(label=_("What it means"), choices=QualificationAnswer.Speaks, initial="for")
    origin = forms.ChoiceField(label=_("Known from"), required=False)
    source = forms.CharField(label=_("Or in words"), required=False, max_length=300)

    def __init__(self, *args, people: list[Person], entries: list[tuple[int, str]], **options) -> None:
        super().__init__(*args, auto_id=False, **options)
        self.people, self.entries = {one.pk: one for one in people}, dict(entries)
        origins = [(f"person:{one.pk}", str(one)) for one in people]
        origins += [(f"entry:{pk}", words) for pk, words in entries]
        self.fields["origin"].choices = [("", "–"), *origins]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The arguments of `answer_question`."""
        said = self.cleaned_data
        kind, _colon, pk = said["origin"].partition(":")
        known = {name: said[name] for name in ("text", "confidence", "speaks", "source")}
        origin = self.people[int(pk)] if kind == "person" else TimelineEntry(pk=int(pk)) if kind == "entry" else None
        return known | {"origin": origin}


class DisqualifyForm(forms.Form):
    """Why not, and, if wanted, when to look again."""

    reason = forms.ChoiceField(label=_("Reason"))

    wake_on = forms.DateField(
        label=_("Look again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, reasons: Iterable[LostReason], **options) -> None:
        super().__init__(*args, auto_id=False, **options)
        self.reasons = {str(one.pk): one for one in reasons}
        self.fields["reason"].choices = [(key, one.name) for key, one in self.reasons.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> LostReason:
        """The reason that was chosen."""
        return self.reasons[self.cleaned_data["reason"]]


class AskedForm(forms.Form):
    """What the buyer said to a question of the guide."""

    question = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    text = forms.CharField(label=_("What the buyer said"), max_length=LONGEST, widget=forms.Textarea(attrs=AREA))


class RaiseForm(forms.Form):
    """Who objects, and what: one of the library, their own words, or both."""

    objection = forms.ChoiceField(label=_("Objection"), required=False)
    text = forms.CharField(
        label=_("In their words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs=AREA)
    )
    person = forms.ChoiceField(label=_("Who says it"), required=False)
    on = forms.DateField(
        label=_("When"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, people: list[Person], library: list[tuple[str, str]], **options) -> None:
        super().__init__(*args, auto_id="raise_%s", initial={"on": timezone.localdate()}, **options)
        self.people = {str(one.pk): one for one in people}
        self.fields["objection"].choices = [("", "–"), *library]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "–"), *((key, str(one)) for key, one in self.people.items())]  # type: ignore[attr-defined]

    def clean_on(self):
        """Not in the future."""
        on = self.cleaned_data["on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("This lies ahead."))
        return on


class AnsweredForm(forms.Form):
    """Which answer the buyer took."""

    answer = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    text = forms.CharField(
        label=_("What you answered"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs=AREA)
    )
