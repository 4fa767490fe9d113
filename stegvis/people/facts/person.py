"""The facts of a person, in the order in which its page shows them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.countries import languages
from stegvis.people.facts.base import Fact, Plain
from stegvis.people.facts.shared import Belonging, Privacy, Reach, Tags, owner
from stegvis.people.operations.editing import edit_person
from stegvis.workspaces.models import Member


def language_field() -> forms.ChoiceField:
    """The language somebody is written to in."""
    return forms.ChoiceField(label=_("Language"), choices=languages, required=False)


def _language(member: Member, record) -> dict[str, forms.Field]:
    return {"language": language_field()}


def _plain(name: str, label, show: str = "text", make=None) -> Plain:
    return Plain(name, label, show, names=(name,), edit=edit_person, make=make)


PERSON_FACTS: dict[str, Fact] = {
    fact.key: fact
    for fact in (
        Plain("name", _("Name"), "name", names=("first_name", "last_name"), edit=edit_person),
        _plain("job_title", _("Job title")),
        Belonging("company", _("Company"), "company", names=("company",), edit=edit_person),
        Reach("email", _("E-mail"), "email"),
        Reach("phone", _("Phone"), "phone"),
        Reach("web", _("Web"), "web"),
        _plain("do_not_contact", _("Do not contact"), "no_contact"),
        Plain(
            "basis",
            _("Legal basis"),
            "basis",
            names=("legal_basis", "basis_on", "basis_source"),
            edit=edit_person,
        ),
        _plain("language", _("Language"), "language", _language),
        owner(edit_person),
        _plain("source", _("Source")),
        Tags("tags", _("Tags"), "tags"),
        Privacy("privacy", _("Seen by"), "privacy", verb="reassign"),
        _plain("description", _("Description"), "long"),
    )
}
