"""The facts of a company, in the order in which its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.people.countries import countries
from stegvis.people.facts.base import Fact, Plain
from stegvis.people.facts.shared import Belonging, Privacy, Reach, Tags, owner
from stegvis.people.forms.fields import MoneyField
from stegvis.people.models import Address, Company
from stegvis.people.operations.contacting import FACTS, set_address
from stegvis.people.operations.editing import edit_company
from stegvis.workspaces.models import Member


def country_field() -> forms.ChoiceField:
    """A country by name, or none."""
    return forms.ChoiceField(label=_("Country"), choices=countries, required=False)


def _country(member: Member, record) -> dict[str, forms.Field]:
    return {"country": country_field()}


def _revenue(member: Member, record) -> dict[str, forms.Field]:
    return {
        "revenue": MoneyField(label=_("Yearly revenue"), required=False, max_digits=19, decimal_places=2),
        "revenue_currency": currency_field(),
    }


def _employees(member: Member, record) -> dict[str, forms.Field]:
    return {
        "employees": forms.IntegerField(label=_("Employees"), min_value=0, max_value=2**31 - 1, required=False),
    }


def currency_field() -> forms.CharField:
    """A currency by its three letters."""
    return forms.RegexField(r"^[A-Za-z]{3}$", label=_("Currency"), required=False, max_length=3)


@dataclass(frozen=True)
class Revenue(Plain):
    """An amount and its currency, the workspace's where none is said."""

    def save(self, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        currency = (values["revenue_currency"] or by.workspace.currency).upper()
        whole = {**values, "revenue_currency": currency if values["revenue"] is not None else ""}
        super().save(record, whole, seen, by=by)


@dataclass(frozen=True)
class AddressFact(Fact):
    """One kind of address; all fields empty removes it."""

    kind: str = Address.Kind.VISITING

    def fields(self, member: Member, record: Any) -> dict[str, forms.Field]:
        own = {name: Address._meta.get_field(name).formfield() for name in FACTS if name != "country"}
        return {**own, "country": country_field()}  # type: ignore[dict-item]

    def now(self, record: Any) -> dict[str, Any]:
        found = next((one for one in record.addresses.all() if one.kind == self.kind), None)
        return {name: getattr(found, name) if found else "" for name in FACTS}

    def save(self, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any], *, by: Member) -> None:
        set_address(record, self.kind, values, by=by, seen=seen or None)


def _plain(name: str, label, show: str = "text", make=None) -> Plain:
    return Plain(name, label, show, names=(name,), edit=edit_company, make=make)


COMPANY_FACTS: dict[str, Fact] = {
    fact.key: fact
    for fact in (
        _plain("name", _("Name")),
        _plain("registration_number", _("Registration number")),
        _plain("vat_number", _("VAT")),
        _plain("country", _("Country"), "country", _country),
        _plain("industry", _("Industry")),
        _plain("employees", _("Employees"), "number", _employees),
        Revenue(
            "revenue",
            _("Revenue"),
            "revenue",
            names=("revenue", "revenue_currency"),
            edit=edit_company,
            make=_revenue,
        ),
        AddressFact("visiting_address", _("Address"), "address", kind=Address.Kind.VISITING),
        AddressFact("postal_address", _("Postal address"), "address", kind=Address.Kind.POSTAL),
        AddressFact("invoice_address", _("Invoice address"), "address", kind=Address.Kind.INVOICE),
        AddressFact("delivery_address", _("Delivery address"), "address", kind=Address.Kind.DELIVERY),
        Reach("phone", _("Phone"), "phone"),
        Reach("email", _("E-mail"), "email"),
        Reach("web", _("Web"), "web"),
        Reach("domain", _("Domains"), "domain"),
        Belonging("parent", _("Part of"), "company", names=("parent",), edit=edit_company),
        owner(edit_company),
        _plain("source", _("Source")),
        Tags("tags", _("Tags"), "tags"),
        Privacy("privacy", _("Seen by"), "privacy", verb="reassign"),
        _plain("description", _("Description"), "long"),
    )
}


def known(record: Company) -> list[Fact]:
    """The facts to show: all but kinds of address that the company has none of."""
    missing = absent(record)
    return [one for one in COMPANY_FACTS.values() if one not in missing]


def absent(record: Company) -> list[Fact]:
    """The kinds of address that the company has none of, but the visiting one: they can be added."""
    kinds = {one.kind for one in record.addresses.all()} | {Address.Kind.VISITING}
    return [one for one in COMPANY_FACTS.values() if isinstance(one, AddressFact) and one.kind not in kinds]
