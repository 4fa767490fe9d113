"""What people write on insights."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.insights.models import Call


class CommitmentForm(forms.Form):
    """Whether a deal is in, and why."""

    call = forms.ChoiceField(label=_("Commitment"), choices=Call.choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
