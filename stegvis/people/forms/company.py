"""The form for a new company: short on top, everything else below."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.facts.company import country_field, currency_field
from stegvis.people.forms.fields import CompanyField, MoneyField, WordsField
from stegvis.people.home import home_country
from stegvis.people.models import Address, Company
from stegvis.people.queries import active_members
from stegvis.workspaces.forms.choosing import MemberField
from stegvis.workspaces.forms.new_values import add_own_fields, own_bound, own_values
from stegvis.workspaces.models import Member

FACTS = (
    "country",
    "registration_number",
    "vat_number",
    "industry",
    "employees",
    "revenue",
    "parent",
    "owner",
    "source",
)


class CompanyForm(forms.Form):
    """What a member says about a new company. `facts()` is what `create_company` takes."""

    name = forms.CharField(label=_("Name"), max_length=300, widget=forms.TextInput({"autofocus": True}))
    domain = forms.CharField(label=_("Domain or web page"), max_length=320, required=False)
    registration_number = forms.CharField(label=_("Registration number"), max_length=50, required=False)
    country = country_field()
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    vat_number = forms.CharField(label=_("VAT number"), max_length=50, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=200, required=False)
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=2**31 - 1, required=False)
    revenue = MoneyField(label=_("Yearly revenue"), max_digits=19, decimal_places=2, required=False)
    revenue_currency = currency_field()
    street = Address._meta.get_field("street").formfield()
    postcode = Address._meta.get_field("postcode").formfield()
    city = Address._meta.get_field("city").formfield()
    source = Company._meta.get_field("source").formfield()
    tags = WordsField(label=_("Tags"), help_text=_("With commas between."))
    description = Company._meta.get_field("description").formfield(widget=forms.Textarea({"rows": 3}))

    def __init__(self, member: Member, data=None, initial=None) -> None:
        super().__init__(
            data, initial={"country": home_country(member.workspace), "owner": member.pk} | (initial or {})
        )
        self.member = member
        self.fields["parent"] = CompanyField(member, label=_("Part of"))
        self.fields["owner"] = MemberField(
            active_members(member), label=_("Owner"), required=False, empty_label=_("No owner")
        )
        add_own_fields(self, member, "company")

    @property
    def short(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        usual = [self[name] for name in ("name", "domain", "registration_number", "country")]
        return [*usual, *own_bound(self, required=True)]

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
        """What was said, as `create_company` takes it."""
        said = self.cleaned_data
        currency = (said["revenue_currency"] or self.member.workspace.currency).upper()
        one = {name: said[name] for name in ("name", "description", *FACTS)}
        many = {"domains": said["domain"], "phones": said["phone"], "emails": said["email"]}
        return {
            **one,
            **{name: [text] for name, text in many.items() if text},
            "revenue_currency": currency if said["revenue"] is not None else "",
            "web": [said["domain"]] if "/" in said["domain"] else [],
            "address": {name: said[name] for name in ("street", "postcode", "city")},
            "tags": said["tags"],
            "own": own_values(self),
        }
