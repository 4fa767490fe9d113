"""Who gets what another member looked after."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.forms.choosing import SeveralField
from stegvis.workspaces.handing import KINDS
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries import active_members


class HandoverForm(forms.Form):
    """The kinds, and the members who share them evenly."""

    kinds = forms.MultipleChoiceField(label=_("What"), widget=forms.CheckboxSelectMultiple)
    to = SeveralField(Member.objects.none(), label=_("To whom"))

    def __init__(self, *args, leaving: Member, **kwargs) -> None:
        kwargs.setdefault("initial", {"kinds": list(KINDS)})
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.key, kind.words) for kind in KINDS.values()]  # type: ignore[attr-defined]
        self.fields["to"].queryset = active_members(leaving).exclude(pk=leaving.pk)  # type: ignore[attr-defined]

    def receivers(self) -> list[Member]:
        """Who was chosen, in the order in which records are shared."""
        return sorted(self.cleaned_data.get("to", []), key=lambda member: member.pk)
