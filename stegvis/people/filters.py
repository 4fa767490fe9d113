"""By what lists about companies and people can be narrowed, where the general filters are not enough."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from stegvis.core.lists.filters import Filter, InUse
from stegvis.people.forms.fields import CompanyField, typed_name
from stegvis.people.models import Address
from stegvis.people.queries import company_of_address


@dataclass(frozen=True)
class OfCompany(Filter):
    """Rows of one company: `company=12`, or its name as it is typed."""

    lookup: str = field(default="company", kw_only=True)

    form = "contains"

    def read(self, params: QueryDict, reader) -> InUse:
        asked = [text.strip() for text in params.getlist(self.key) if text.strip()]
        found = {text: self._company(reader, text) for text in asked[-1:]}
        company = next(iter(found.values()), None)
        typed = {self.key: typed_name(company) if company else ""}
        unread = [text for text in asked if not found.get(text)]
        return InUse(self, company, company.name if company else "", typed=typed, unread=unread)

    def _company(self, reader, text: str):
        try:
            return company_of_address(reader, text) or CompanyField(reader).clean(text)
        except ValidationError:
            return None

    def narrow(self, queryset: QuerySet, value, reader) -> QuerySet:
        return queryset.filter(**{self.lookup: value})


def in_city(text: str) -> Q:
    """Companies with an address in a city whose name holds `text`; SQLite folds the case of ASCII letters only."""
    ways = {text, text.lower(), text.upper(), text.title()}
    wanted = Q()
    for way in ways:
        wanted |= Q(city__icontains=way)
    return Q(pk__in=Address.objects.filter(wanted).values("company"))
