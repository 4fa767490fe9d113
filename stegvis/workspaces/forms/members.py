"""Forms about members and teams. What may be chosen depends on who chooses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.forms.choosing import SeveralField
from stegvis.workspaces.models import Member, Role, Team
from stegvis.workspaces.permissions import ROLES, may_give


def roles_for(member: Member) -> list[tuple[str, str]]:
    """The roles `member` may give, with their names."""
    return [(role.value, str(role.label)) for role in ROLES if may_give(member, role)]


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), initial=Role.SELLER)

    def __init__(self, *args, by: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_for(by)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """The role a member gets."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ActivityForm(forms.Form):
    """Whether a member can work."""

    active = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes")


class TeamForm(forms.ModelForm):
    """Name and members of a team."""

    class Meta:
        model = Team
        fields = ["name", "members"]
        field_classes = {"members": SeveralField}

    def __init__(self, *args, members, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members  # type: ignore[attr-defined]
