"""The form for a new person: short on top, everything else below."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.facts.person import language_field
from stegvis.people.forms.fields import CompanyField, WordsField
from stegvis.people.models import Person
from stegvis.people.queries import active_members
from stegvis.workspaces.forms.choosing import MemberField
from stegvis.workspaces.forms.new_values import add_own_fields, own_bound, own_values
from stegvis.workspaces.models import Member

SHORT = ("first_name", "last_name", "job_title", "company", "email", "phone")
FACTS = ("first_name", "last_name", "job_title", "company", "language", "owner", "source", "description")


class PersonForm(forms.Form):
    """What a member says about a new person. `facts()` is what `create_person` takes."""

    first_name = forms.CharField(
        label=_("First name"), max_length=150, required=False, widget=forms.TextInput({"autofocus": True})
    )
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"}))
    language = language_field()
    source = Person._meta.get_field("source").formfield()
    tags = WordsField(label=_("Tags"), help_text=_("With commas between."))
    description = Person._meta.get_field("description").formfield(widget=forms.Textarea({"rows": 3}))

    def __init__(self, member: Member, data=None, initial=None) -> None:
        super().__init__(data, initial={"owner": member.pk} | (initial or {}))
        self.fields["company"] = CompanyField(member)
        self.fields["owner"] = MemberField(
            active_members(member), label=_("Owner"), required=False, empty_label=_("No owner")
        )
        if data is not None and "owner" not in data:
            self.fields.pop("owner")
        add_own_fields(self, member, "person")

    @property
    def short(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [*(self[name] for name in SHORT), *own_bound(self, required=True)]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields behind “More”."""
        short = {bound.name for bound in self.short}
        return [bound for bound in self if bound.name not in short]

    @property
    def is_open(self) -> bool:
        """Whether “More” has to be open: something in it is wrong."""
        return any(bound.errors for bound in self.rest)

    def facts(self) -> dict:
        """What was said, as `create_person` takes it."""
        said = self.cleaned_data
        one = {name: said[name] for name in FACTS if name in said}
        many = {"emails": said["email"], "phones": said["phone"]}
        return {
            **one,
            **{name: [text] for name, text in many.items() if text},
            "tags": said["tags"],
            "own": own_values(self),
        }
