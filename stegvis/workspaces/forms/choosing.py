"""Choosing several records by their ids."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST = 18  # digits that every 64-bit number has room for


class SeveralField(forms.ModelMultipleChoiceField):
    """Several of a set, by ticks. An id that no database can hold is no choice: Django would ask for it and fail."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": pk})
        return super().clean(value)
