"""Forms of consents, settings and the confirmation of an erasure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.models import Consent, LegalBasis, PrivacySettings, Purpose


class ConsentForm(forms.ModelForm):
    """Somebody agreed to something, or took it back."""

    given = forms.TypedChoiceField(
        label=_("What happened"),
        choices=[("yes", _("Agreed")), ("no", _("Took it back"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
    )
    purpose = forms.ChoiceField(label=_("For what"), choices=Purpose.choices)

    class Meta:
        model = Consent
        fields = ["purpose", "given", "on", "source", "evidence"]
        widgets = {
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "evidence": forms.Textarea(attrs={"rows": 3, "maxlength": 10_000}),
        }

    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettingsForm(forms.ModelForm):
    """The basis of new people, and when silence is worth a look."""

    basis = forms.ChoiceField(
        label=_("Legal basis of new people"), choices=[("", _("None recorded")), *LegalBasis.choices], required=False
    )
    months = forms.IntegerField(
        label=_("Months without contact until a person shows up"), min_value=1, max_value=240, required=False
    )

    class Meta:
        model = PrivacySettings
        fields = ["basis", "months"]


class ErasureForm(forms.Form):
    """The name of who is to be erased, typed."""

    typed = forms.CharField(label=_("Name of the person"), max_length=301)
