"""Forms of the workspace's own facts."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.customs import currencies, zones
from stegvis.workspaces.models import MailSettings, Rate, Tag, Workspace


class CustomsForm(forms.Form):
    """Language, base currency and time zone: what a workspace needs from its first day."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(label=_("Base currency"), choices=currencies)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)


class WorkspaceForm(CustomsForm):
    """The facts an admin may change later."""

    name = forms.CharField(label=_("Name"), max_length=200)
    week_start = forms.TypedChoiceField(
        label=_("Week starts on"), choices=Workspace._meta.get_field("week_start").choices, coerce=int
    )
    colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"placeholder": "#1f5f7a", "spellcheck": "false"}),
        help_text=_("On pages that buyers see: # and six figures."),
    )
    field_order = ["name", "language", "currency", "time_zone", "week_start", "colour"]


class LogoForm(forms.Form):
    """A picture to upload."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )


class RateForm(forms.ModelForm):
    """What a currency is worth from a day on."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currencies)

    class Meta:
        model = Rate
        fields = ["currency", "rate", "since"]
        widgets = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def validate_constraints(self) -> None:
        """A second rate of one day corrects the first."""


class TagForm(forms.ModelForm):
    """The name of a tag."""

    class Meta:
        model = Tag
        fields = ["name"]


class MergeForm(forms.Form):
    """Which tag stays."""

    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Tag.objects.none())

    def __init__(self, *args, tags, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = tags  # type: ignore[attr-defined]


class MailForm(forms.ModelForm):
    """The workspace's mail server. The saved password is never shown; an empty one keeps it."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted, never shown. Leave empty to keep the saved one."),
    )

    class Meta:
        model = MailSettings
        fields = ["host", "port", "security", "username", "sender"]

    field_order = ["host", "port", "security", "username", "password", "sender"]
