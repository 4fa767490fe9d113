"""Choosing several records by their ids."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stegvis.ui.formats import date_short, today
from stegvis.workspaces.models import Member

LONGEST = 18  # digits that every 64-bit number has room for


class SeveralField(forms.ModelMultipleChoiceField):
    """Several of a set, by ticks. An id that no database can hold is no choice: Django would ask for it and fail."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": pk})
        return super().clean(value)


class MemberField(forms.ModelChoiceField):
    """One member; who is away says so."""

    def label_from_instance(self, obj: Member) -> str:
        """The name, and until when the member is away."""
        if not obj.is_absent(today()):
            return obj.name
        if obj.absent_until is None:
            return _("%(name)s (away)") % {"name": obj.name}
        return _("%(name)s (away until %(day)s)") % {"name": obj.name, "day": date_short(obj.absent_until)}
