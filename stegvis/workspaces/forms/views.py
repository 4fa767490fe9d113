"""Forms of saved views."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.operations.viewing import LONGEST_QUERY


class NewViewForm(forms.Form):
    """A name for what the list shows now; whether others see it, and whether the list opens with it."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    query = forms.CharField(max_length=LONGEST_QUERY, required=False, widget=forms.HiddenInput)
    shared = forms.BooleanField(label=_("Share with everybody"), required=False)
    default = forms.BooleanField(label=_("Open the list with it"), required=False)


class ViewForm(forms.Form):
    """One change of a view: only what is sent changes."""

    name = forms.CharField(max_length=60, required=False)
    query = forms.CharField(max_length=LONGEST_QUERY, required=False)
    shared = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)

    def changes(self) -> dict:
        """What `edit_view` takes."""
        said = {name: self.cleaned_data[name] for name in ("name", "query") if name in self.data}
        return said | ({"shared": self.cleaned_data["shared"] == "yes"} if self.cleaned_data["shared"] else {})
