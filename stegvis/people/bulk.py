"""What can be changed on many companies or people at once."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.facts.company import country_field
from stegvis.people.facts.person import language_field
from stegvis.people.forms.fields import CompanyField
from stegvis.people.models import Company, Person
from stegvis.people.queries import active_members
from stegvis.workspaces import bulk
from stegvis.workspaces.bulk.own import own_facts
from stegvis.workspaces.forms.choosing import MemberField
from stegvis.workspaces.models import Member


def owner_fields(member: Member) -> dict[str, forms.Field]:
    """Whose records they shall be."""
    choices = active_members(member)
    return {"owner": MemberField(choices, label=_("Owner"), required=False, empty_label=_("No owner"))}


def text_fields(name: str, label, longest: int, member: Member) -> dict[str, forms.Field]:
    """One line of text, which may be empty."""
    return {name: forms.CharField(label=label, max_length=longest, required=False)}


def _employees(member: Member) -> dict[str, forms.Field]:
    number = forms.IntegerField(label=_("Employees"), min_value=0, max_value=2**31 - 1, required=False)
    return {"employees": number}


def _country(member: Member) -> dict[str, forms.Field]:
    return {"country": country_field()}


def _language(member: Member) -> dict[str, forms.Field]:
    return {"language": language_field()}


def _company(member: Member) -> dict[str, forms.Field]:
    return {"company": CompanyField(member)}


def text(name: str, label, longest: int = 200) -> bulk.Columns:
    """A fact that is one line of text."""
    return bulk.Columns(name, label, names=(name,), make=partial(text_fields, name, label, longest))


OWNER = bulk.Columns("owner", _("Owner"), names=("owner",), make=owner_fields, verb="reassign", icon="user-round")
TAGS = (bulk.AddTags("add-tags", _("Add tags"), icon="tag"), bulk.RemoveTags("remove-tags", _("Take tags off")))
SHARED = (OWNER, *TAGS)


def register() -> None:
    """Tell the lists of companies and people what they offer."""
    bulk.register("companies", Company, "pages:companies")
    bulk.register("people", Person, "pages:people")
    bulk.offer_merging("companies", "people:company_merging")
    bulk.offer_merging("people", "people:person_merging")
    employees = bulk.Columns("employees", _("Employees"), names=("employees",), make=_employees)
    country = bulk.Columns("country", _("Country"), names=("country",), make=_country)
    bulk.offer("companies", *SHARED, text("industry", _("Industry")), country, employees, text("source", _("Source")))
    company = bulk.Columns("company", _("Company"), names=("company",), make=_company)
    language = bulk.Columns("language", _("Language"), names=("language",), make=_language)
    job = text("job_title", _("Job title"))
    bulk.offer("people", *SHARED, company, job, language, text("source", _("Source")))
    bulk.offer("companies", provider=partial(own_facts, "company"))
    bulk.offer("people", provider=partial(own_facts, "person"))
