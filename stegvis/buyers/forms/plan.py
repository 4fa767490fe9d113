"""Forms of the seller's side of a plan."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stegvis.buyers.models import PlanStep
from stegvis.deals.forms.fields import DayField

LONGEST = (30, 90, 180, 365)


def languages() -> list[tuple[str, str]]:
    """The languages a page may speak, each under its own name; the first one leaves it to the person."""
    names = {"en": "English", "sv": "Svenska", "nb": "Norsk", "pl": "Polski"}
    return [("", str(_("Their own")))] + [(code, names.get(code, code)) for code, _name in settings.LANGUAGES]


class PlanForm(forms.Form):
    """What stands on top of a plan."""

    title = forms.CharField(label=_("Heading"), max_length=300)
    greeting = forms.CharField(
        label=_("Greeting"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the buyer wants to reach, in the buyer's words."),
    )
    language = forms.ChoiceField(label=_("Language of the page"), required=False, choices=languages)


class StepForm(forms.Form):
    """One step; `criteria` are pairs of lineage and words."""

    text = forms.CharField(label=_("Step"), max_length=500)
    note = forms.CharField(
        label=_("Explanation"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    side = forms.ChoiceField(label=_("Who does it"), choices=PlanStep.Side)
    who = forms.CharField(label=_("Name"), required=False, max_length=200)
    due_on = DayField(label=_("Until"))
    lineage = forms.ChoiceField(
        label=_("Their tick shows that"),
        required=False,
        help_text=_("When the buyer ticks the step, this criterion has its evidence."),
    )

    def __init__(self, *given, criteria=(), **options) -> None:
        super().__init__(*given, **options)
        self.fields["lineage"].choices = [("", "–"), *criteria]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """For whom a link is, and how long it works; `people` are pairs of id and name."""

    person = forms.TypedChoiceField(label=_("For whom"), required=False, coerce=int, empty_value=None)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("For somebody who is not on the deal.")
    )
    language = forms.ChoiceField(label=_("Language of the page"), required=False, choices=languages)
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        initial=90,
        choices=lambda: [(one, ngettext("%(num)s day", "%(num)s days", one) % {"num": one}) for one in LONGEST],
    )

    def __init__(self, *given, people=(), **options) -> None:
        super().__init__(*given, **options)
        self.fields["person"].choices = [("", str(_("Somebody else"))), *people]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer to the buyer."""

    text = forms.CharField(label=_("Answer"), required=False, max_length=2000)
    step = forms.IntegerField(required=False, min_value=1)
