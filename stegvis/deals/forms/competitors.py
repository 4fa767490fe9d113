"""A competitor's facts, and which one is meant by its name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import Competitor
from stegvis.deals.operations.competitors import FACTS, LONGEST


class CompetitorForm(forms.Form):
    """Name, website, and what sellers should know."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST)
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(
        label=_("Strengths, weaknesses, how to win against them"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Sellers read it on every deal where this competitor is in play. Markdown."),
    )

    def __init__(self, *args, competitor: Competitor, **options) -> None:
        super().__init__(*args, initial={name: getattr(competitor, name) for name in FACTS}, **options)


class CompetitorNameForm(forms.Form):
    """A competitor by its name: one that is known, or a new one."""

    name = forms.CharField(
        label=_("Competitor"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"list": "competitors", "autocomplete": "off"}),
    )


class WinnerForm(forms.Form):
    """Who won a lost deal instead; nobody where it is empty."""

    lost_to = forms.CharField(label=_("Who won it instead?"), max_length=LONGEST, required=False)
