"""A tick: that the buyer has shown what a criterion asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.forms.fields import LinkField


class EvidenceForm(forms.Form):
    """What the buyer said or did, and where it can be seen; both may be left out."""

    note = forms.CharField(
        label=_("What the buyer said or did"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    link = LinkField(label=_("Link"), widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}))
