"""By what lists about companies and people can be narrowed, where the general filters are not enough."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from stegvis.core.lists.filters import Filter, InUse
from stegvis.people.forms.fields import CompanyField
from stegvis.people.models import Address, Company, Person
from stegvis.people.queries import company_of_address, person_named
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.columns import having


@dataclass(frozen=True)
class OfOne(Filter):
    """Rows that belong to one record, named in the address by its number or as somebody types it."""

    lookup: str = field(default="", kw_only=True)

    form = "contains"

    def read(self, params: QueryDict, reader) -> InUse:
        asked = [text.strip() for text in params.getlist(self.key) if text.strip()]
        found = {text: self.find(reader, text) for text in asked[-1:]}
        record = next(iter(found.values()), None)
        typed = {self.key: f"{record.name} (#{record.pk})" if record else ""}
        unread = [text for text in asked if not found.get(text)]
        return InUse(self, record, record.name if record else "", typed=typed, unread=unread)

    def find(self, reader, text: str):
        """The record that `text` names and `reader` sees, or None."""
        raise NotImplementedError

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        return queryset.filter(**{self.lookup or self.key: value})


class OfCompany(OfOne):
    """Rows of one company: `company=12`, or its name."""

    def find(self, reader, text: str) -> Company | None:
        try:
            return company_of_address(reader, text) or CompanyField(reader).clean(text)
        except ValidationError:
            return None


class OfPerson(OfOne):
    """Rows of one person: `person=12`, or their name when nobody else has it."""

    def find(self, reader, text: str) -> Person | None:
        return person_named(reader, text)


@dataclass(frozen=True)
class OwnPerson(OfPerson):
    """Rows in whose own field one person stands."""

    own: CustomField = field(kw_only=True)

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        return having(queryset, self.own, Q(number=value.pk))


def person_filter(own: CustomField, key: str) -> OwnPerson:
    """The filter of an own field that holds a person."""
    return OwnPerson(key, own.name, own=own, extra=True)


def in_city(text: str) -> Q:
    """Companies with an address in a city whose name holds `text`; SQLite folds the case of ASCII letters only."""
    ways = {text, text.lower(), text.upper(), text.title()}
    wanted = Q()
    for way in ways:
        wanted |= Q(city__icontains=way)
    return Q(pk__in=Address.objects.filter(wanted).values("company"))


def member_names(ids: Collection[int], reader: Member) -> Mapping[int, str]:
    """Members of the reader's workspace by name: the headings of groups by owner."""
    return dict(Member.objects.filter(workspace=reader.workspace_id, pk__in=ids).values_list("pk", "name"))


def company_names(ids: Collection[int], reader: Member) -> Mapping[int, str]:
    """Companies that the reader sees, by name."""
    return dict(Company.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", "name"))


def as_they_are(values: Collection[str], reader: Member) -> Mapping[str, str]:
    """Groups that are called by their value."""
    return {value: value for value in values}
