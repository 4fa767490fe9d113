"""The form of a field that a workspace adds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.workspaces.models import CustomField, Role
from stegvis.workspaces.operations.own_fields import CHOOSING, LONGEST, MOST_CHOICES

SEEING = [(role.value, role.label) for role in Role if role != Role.OWNER]
EDITING = [one for one in SEEING if one[0] != Role.VIEWER]
EVERYBODY = [role for role, _label in SEEING]
MORE_ROWS = 3


class OwnFieldForm(forms.Form):
    """What a field is called, what it takes, and who sees and changes it. Choices are rows beside the form."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CustomField.Kind.choices)
    required = forms.BooleanField(label=gettext_lazy("Required: asked for in every new record"), required=False)
    seen_by = forms.MultipleChoiceField(
        label=gettext_lazy("Seen by"), choices=SEEING, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Owners of the workspace see every field."),
    )  # fmt: skip
    edited_by = forms.MultipleChoiceField(
        label=gettext_lazy("Changed by"), choices=EDITING, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of those who see it, on records that they may change."),
    )  # fmt: skip

    def __init__(self, data=None, *, field: CustomField | None = None, fixed: bool = False) -> None:
        facts = ("name", "kind", "required", "seen_by", "edited_by")
        known = {name: getattr(field, name) for name in facts} if field else {}
        super().__init__(data, initial={"seen_by": EVERYBODY, "edited_by": EVERYBODY} | known)
        self.field = field
        if fixed:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("The kind stays as it is, because the field has values already.")

    @property
    def choice_rows(self) -> list[tuple[str, str]]:
        """(key, name) of the choices as they are or were sent, and some empty rows for more."""
        if self.is_bound:
            rows = self._sent()
        else:
            rows = [(one["key"], one["name"]) for one in (self.field.choices if self.field else []) if not one["gone"]]
        return [*rows, *[("", "")] * MORE_ROWS]

    def _sent(self) -> list[tuple[str, str]]:
        told = self.data.getlist if hasattr(self.data, "getlist") else lambda name: self.data.get(name, [])
        names, keys = told("choice"), told("choice-key")
        keys = [*keys, *[""] * len(names)]
        return [(key, name) for key, name in zip(keys, names, strict=False) if name.strip()]

    def clean(self) -> dict[str, Any]:
        """The choices belong to the facts of a field that has some."""
        said = super().clean() or {}
        rows = self._sent()
        if said.get("kind") in CHOOSING and not 0 < len(rows) <= MOST_CHOICES:
            raise ValidationError(_("Give between 1 and %(number)s choices.") % {"number": MOST_CHOICES})
        return said | {"choices": rows if said.get("kind") in CHOOSING else []}
