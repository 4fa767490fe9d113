"""Forms of a person's own account."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.customs import zones
from stegvis.workspaces.models import DateFormat, Theme, User


class PasswordField(forms.CharField):
    """A new password: typed once, judged by the rules of the settings."""

    def __init__(self, **options) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        options.setdefault("label", _("Password"))
        super().__init__(strip=False, widget=widget, help_text=_("At least ten characters."), **options)


class NewAccountForm(forms.Form):
    """Name and password of somebody who has no account yet; `email` is what the password must not resemble."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = PasswordField()

    def __init__(self, *args, email: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.whose = email

    def clean(self) -> dict:
        """Judge the password knowing whose it will be."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email") or self.whose, name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.Form):
    """What a user sets about itself."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As the workspace")), *settings.LANGUAGES], required=False
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [("", _("As the workspace")), *zones()], required=False
    )
    date_format = forms.ChoiceField(label=_("Dates"), choices=DateFormat.choices, required=False)
    theme = forms.ChoiceField(label=_("Look"), choices=Theme.choices)
    signature = forms.CharField(
        label=_("Signature"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands under the invitations that you send."),
    )
