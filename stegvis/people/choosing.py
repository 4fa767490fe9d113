"""The facts of two records between which a merge chooses, in the order in which they are shown."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.people.models import Company, Person


@dataclass(frozen=True)
class Choice:
    """One fact: its columns (attribute names) that go together, and how people/_values.html shows it."""

    key: str
    label: str | Promise
    columns: tuple[str, ...]
    show: str = "text"

    def value(self, record: Company | Person) -> tuple[Any, ...]:
        """What the record says."""
        return tuple(getattr(record, name) for name in self.columns)

    def is_empty(self, record: Company | Person) -> bool:
        """Whether the record says nothing."""
        return not any(value not in (None, "") for value in self.value(record))


def _choice(key: str, label, show: str = "text", columns: tuple[str, ...] = ()) -> Choice:
    return Choice(key, label, columns or (key,), show)


_SHARED = (_choice("owner", _("Owner"), "owner", ("owner_id",)), _choice("source", _("Source")))
CHOICES: dict[str, tuple[Choice, ...]] = {
    "company": (
        _choice("name", _("Name"), columns=("name", "name_key")),
        _choice("registration_number", _("Registration number")),
        _choice("vat_number", _("VAT")),
        _choice("country", _("Country"), "country"),
        _choice("industry", _("Industry")),
        _choice("employees", _("Employees"), "number"),
        _choice("revenue", _("Revenue"), "revenue", ("revenue", "revenue_currency")),
        _choice("parent", _("Part of"), "company", ("parent_id",)),
        *_SHARED,
    ),
    "person": (
        _choice("name", _("Name"), "name", ("first_name", "last_name", "name_key")),
        _choice("job_title", _("Job title")),
        _choice("company", _("Company"), "company", ("company_id",)),
        _choice("language", _("Language"), "language"),
        _choice("basis", _("Legal basis"), "basis", ("legal_basis", "basis_on", "basis_source")),
        *_SHARED,
    ),
}
