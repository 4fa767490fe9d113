"""Somebody who takes part and is not known yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import Stakeholder


class NewStakeholderForm(forms.Form):
    """A new person, in line."""

    name = forms.CharField(label=_("Name"), max_length=290)
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=320, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=60, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class PartForm(forms.ModelForm):
    """As what somebody takes part in the decision."""

    class Meta:
        model = Stakeholder
        fields = ["role", "stance", "influence"]
