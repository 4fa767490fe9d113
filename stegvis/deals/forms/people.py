"""Somebody who takes part and is not known yet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import Stakeholder
from stegvis.workspaces.forms.new_values import add_own_fields, own_values
from stegvis.workspaces.models import Member


class NewStakeholderForm(forms.Form):
    """A new person, in line, with what the workspace requires of one."""

    name = forms.CharField(label=_("Name"), max_length=290)
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=320, widget=forms.TextInput(attrs={"inputmode": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=60, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def __init__(self, data: Any, *, member: Member) -> None:
        super().__init__(data)
        add_own_fields(self, member, "person", required_only=True)

    def facts(self) -> dict[str, Any]:
        """What was said, as `add_new_stakeholder` takes it."""
        said = {name: self.cleaned_data[name] for name in ("name", "email", "phone")}
        return said | {"own": own_values(self)}


class PartForm(forms.ModelForm):
    """As what somebody takes part in the decision."""

    class Meta:
        model = Stakeholder
        fields = ["role", "stance", "influence"]
