"""The form of the first run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.customs import LANGUAGE_CURRENCY, LANGUAGE_ZONE
from stegvis.workspaces.forms.account import NewAccountForm
from stegvis.workspaces.forms.workspace import CustomsForm


class FirstRunForm(NewAccountForm, CustomsForm):
    """Who sets up the installation, and the workspace it begins with."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    workspace = forms.CharField(
        label=_("Name of the workspace"), max_length=200, help_text=_("Mostly the name of your firm.")
    )
    field_order = ["name", "email", "password", "workspace", "currency", "time_zone", "language"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].widget = forms.HiddenInput()


def customary(language: str) -> dict[str, str]:
    """What the first run proposes to people who speak `language`."""
    currency, zone = LANGUAGE_CURRENCY.get(language, "EUR"), LANGUAGE_ZONE.get(language, "Europe/London")
    return {"language": language, "currency": currency, "time_zone": zone}


def translated(typed: dict[str, str], language: str) -> dict[str, str]:
    """What was typed so far, for the form in another language: what was only proposed is proposed anew."""
    before = customary(typed.get("language", ""))
    chosen = {name: value for name, value in typed.items() if before.get(name) != value}
    return customary(language) | chosen | {"language": language}
