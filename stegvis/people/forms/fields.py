"""Form fields that several forms need."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.people.models import Company, Person
from stegvis.people.queries import companies_named, person_named, visible_company
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.permissions import may

NUMBERED = re.compile(r"\(#(\d{1,18})\)\s*$")


class CompanyField(forms.CharField):
    """A company by its name, or "Name (#12)" where several share it; cleans to one that `member` sees, or None.

    A list of companies may hold a million, so it is typed with suggestions, not chosen from a menu.
    """

    def __init__(self, member: Member, **options) -> None:
        self.member = member
        super().__init__(**({"required": False, "max_length": 330, "label": gettext_lazy("Company")} | options))

    def widget_attrs(self, widget) -> dict:
        """The list of suggestions that follows what is typed."""
        address = reverse("people:company_suggestions", kwargs={"slug": self.member.workspace.slug})
        asking = {"hx-get": address, "hx-include": "this", "hx-target": "#company-suggestions"}
        when = {"hx-trigger": "input changed delay:200ms", "list": "company-suggestions", "autocomplete": "off"}
        return super().widget_attrs(widget) | asking | when

    def prepare_value(self, value):
        """A company as its name; nothing for one that `member` does not see."""
        if not isinstance(value, Company):
            return value
        return typed_name(value) if sees_company(self.member, value) else ""

    def clean(self, value) -> Company | None:
        text = super().clean(value)
        if not text:
            return None
        numbered = NUMBERED.search(text)
        if numbered:
            return self._one([visible_company(self.member, int(numbered[1]))])
        return self._one(companies_named(self.member, text))

    def _one(self, found: list[Company | None]) -> Company:
        if len(found) > 1:
            raise ValidationError(_("Several companies have this name; choose one of the suggestions."))
        if not found or found[0] is None:
            raise ValidationError(_("There is no such company."))
        return found[0]


class PersonField(forms.CharField):
    """A person by their name, or "Name (#12)" where several share it; cleans to the id of one that `member` sees.

    Typed with suggestions like a company, and kept as a number: it is for fields that a workspace adds.
    """

    def __init__(self, member: Member, **options) -> None:
        self.member = member
        super().__init__(**({"required": False, "max_length": 330, "empty_value": None} | options))

    @staticmethod
    def build(field: CustomField, member: Member, now, options: dict) -> "PersonField":
        """The form field of an own field that holds a person."""
        return PersonField(member, **options)

    @staticmethod
    def shows(field: CustomField, member: Member, value) -> bool:
        """Whether `member` may know what stands in an own field: no only for a person that it may not see."""
        return field.kind != CustomField.Kind.PERSON or value is None or _seen_person(member, value) is not None

    def widget_attrs(self, widget) -> dict:
        """The list of suggestions that follows what is typed."""
        address = reverse("people:person_suggestions", kwargs={"slug": self.member.workspace.slug})
        asking = {"hx-get": address, "hx-include": "this", "hx-target": "#person-suggestions"}
        when = {"hx-trigger": "input changed delay:200ms", "autocomplete": "off"}
        return super().widget_attrs(widget) | asking | when | {"list": "person-suggestions"}

    def prepare_value(self, value):
        """An id as the name; nothing for somebody whom `member` does not see."""
        if not isinstance(value, int):
            return value
        person = _seen_person(self.member, value)
        return f"{person.name} (#{person.pk})" if person else ""

    def clean(self, value) -> int | None:
        text = super().clean(value)
        if text is None:
            return None
        person = person_named(self.member, text)
        if person is None:
            raise ValidationError(_("There is no such person, or several of this name; choose one of the suggestions."))
        return person.pk


def _seen_person(member: Member, pk: int) -> Person | None:
    return Person.objects.visible_to(member).filter(pk=pk).first()


def sees_company(member: Member, company: Company) -> bool:
    """Whether `member` may know of `company`, a living one."""
    return company.deletion_id is None and may(member, "see", company)


def typed_name(company: Company) -> str:
    """A company as `CompanyField` takes it back, whatever others are called."""
    return f"{company.name} (#{company.pk})"


class LinesField(forms.CharField):
    """Several texts, one a line; cleans to a list without empty ones."""

    widget = forms.Textarea

    def __init__(self, **options) -> None:
        super().__init__(**({"required": False, "max_length": 5000} | options))

    def widget_attrs(self, widget) -> dict:
        """Two lines to begin with."""
        return super().widget_attrs(widget) | {"rows": "2"}

    def prepare_value(self, value):
        """A list as lines."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class WordsField(forms.CharField):
    """Several words with commas between; cleans to a list without empty ones."""

    def __init__(self, **options) -> None:
        super().__init__(**({"required": False, "max_length": 2000} | options))

    def prepare_value(self, value):
        """A list as words with commas."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value) -> list[str]:
        return [word.strip() for word in super().clean(value).split(",") if word.strip()]


class MoneyField(forms.DecimalField):
    """An amount typed with point or comma, blanks between the thousands."""

    widget = forms.TextInput

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f']", "", value).replace(",", ".")
        return super().to_python(value)
