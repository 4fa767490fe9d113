"""What a member says about itself in one workspace: being away, and what it wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.forms.choosing import MemberField
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries import active_members
from stegvis.workspaces.telling import BROWSER, CHANNELS, MAIL, PAGE, channels_of, groups

WAYS = {PAGE: _("On the page"), BROWSER: _("In the browser"), MAIL: _("By mail")}


class PhotoForm(forms.Form):
    """A picture to upload."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    """From when until when, and who stands in."""

    since = forms.DateField(label=_("Away from"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Away until"), required=False, widget=DayInput())
    substitute = MemberField(Member.objects.none(), label=_("Substitute"), required=False, empty_label=_("Nobody"))

    def __init__(self, *args, by: Member, **kwargs) -> None:
        own = {"since": by.absent_from, "until": by.absent_until, "substitute": by.substitute_id}
        super().__init__(*args, initial=own, **kwargs)
        self.fields["substitute"].queryset = active_members(by).exclude(pk=by.pk)  # type: ignore[attr-defined]


class TellingForm(forms.Form):
    """For each group of notices the ways it arrives; the hour of the daily mail."""

    def __init__(self, *args, by: Member, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for group, words in groups().items():
            self.fields[group] = forms.MultipleChoiceField(
                label=words,
                choices=[(one, WAYS[one]) for one in CHANNELS],
                required=False,
                initial=list(channels_of(by, group)),
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["digest_hour"] = forms.TypedChoiceField(
            label=_("Daily mail with your tasks at"),
            choices=[("", _("never")), *((hour, f"{hour}:00") for hour in range(24))],
            coerce=int,
            empty_value=None,
            required=False,
            initial=by.digest_hour,
        )

    def channels(self) -> dict[str, list[str]]:
        """What was ticked, by group."""
        return {group: self.cleaned_data[group] for group in groups()}
