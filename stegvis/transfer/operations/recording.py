"""Companies and people as imports bring them: many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from stegvis.core.bulk import insert_rows, reserve_ids
from stegvis.deals.operations.recording import moment
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.reaching import Point
from stegvis.workspaces.operations.own_values import as_json_text, insert_values
from stegvis.workspaces.permissions import Actor, require


@dataclass(slots=True)
class NewCompany:
    """A company to record."""

    name: str
    external_id: str = ""
    owner_id: int | None = None
    source: str = ""
    description: str = ""
    private: bool = False
    country: str = ""
    registration_number: str = ""
    vat_number: str = ""
    industry: str = ""
    employees: int | None = None
    revenue: Decimal | None = None
    revenue_currency: str = ""
    parent_id: int | None = None
    created_at: datetime | None = None
    contacts: Sequence[Point] = ()
    addresses: Sequence[dict] = ()
    tag_ids: Sequence[int] = ()
    named_ids: Sequence[int] = ()
    own: dict[str, Any] | None = None


@dataclass(slots=True)
class NewPerson:
    """A person to record."""

    first_name: str
    last_name: str
    external_id: str = ""
    owner_id: int | None = None
    source: str = ""
    description: str = ""
    private: bool = False
    job_title: str = ""
    company_id: int | None = None
    language: str = ""
    do_not_contact: str = ""
    legal_basis: str = ""
    basis_on: date | None = None
    basis_source: str = ""
    created_at: datetime | None = None
    contacts: Sequence[Point] = ()
    tag_ids: Sequence[int] = ()
    named_ids: Sequence[int] = field(default=())
    own: dict[str, Any] | None = None


_OWNED = (
    "id workspace_id created_at updated_at deletion_id owner_id private source external_id description fields".split()
)
_COMPANY = (
    "name name_key country registration_number vat_number industry employees revenue revenue_currency parent_id"
).split()
_WISHES = "do_not_contact legal_basis basis_on basis_source".split()
_PERSON = [*"first_name last_name name_key job_title company_id language".split(), *_WISHES]
_ADDRESS = "kind street postcode city region country".split()


@transaction.atomic(savepoint=False)
def record_companies(companies: Sequence[NewCompany], *, by: Actor, now: datetime) -> list[int]:
    """Write `companies` with their contact points, addresses and tags; returns their ids in the same order."""
    require(by, "create")
    pairs = list(zip(reserve_ids(Company, len(companies)), companies, strict=True))
    workspace = by.workspace.pk
    insert_rows(Company, [*_OWNED, *_COMPANY], (_company_row(pk, one, workspace, now) for pk, one in pairs))
    insert_addresses(workspace, ((pk, one.addresses) for pk, one in pairs))
    _insert_belongings(Company, pairs, workspace)
    insert_values("company", ((pk, one.own) for pk, one in pairs), by=by)
    return [pk for pk, _ in pairs]


@transaction.atomic(savepoint=False)
def record_people(people: Sequence[NewPerson], *, by: Actor, now: datetime) -> list[int]:
    """Write `people` with their contact points and tags; returns their ids in the same order."""
    require(by, "create")
    pairs = list(zip(reserve_ids(Person, len(people)), people, strict=True))
    workspace = by.workspace.pk
    insert_rows(Person, [*_OWNED, *_PERSON], (_person_row(pk, one, workspace, now) for pk, one in pairs))
    _insert_belongings(Person, pairs, workspace)
    insert_values("person", ((pk, one.own) for pk, one in pairs), by=by)
    return [pk for pk, _ in pairs]


def insert_contacts(workspace: int, owner: str, contacts: Iterable[tuple[int, Sequence[Point]]]) -> None:
    """Write the contact points of several records; `owner` is "company" or "person"."""
    rows = [(workspace, pk, one.kind, one.value, one.key, one.label) for pk, many in contacts for one in many]
    if rows:
        insert_rows(ContactPoint, ("workspace_id", f"{owner}_id", "kind", "value", "key", "label"), rows)


def insert_addresses(workspace: int, addresses: Iterable[tuple[int, Sequence[dict]]]) -> None:
    """Write the addresses of several companies; each is a dict of Address' facts."""
    rows = [
        (workspace, pk, one.get("kind", Address.Kind.VISITING.value), *(one.get(name, "") for name in _ADDRESS[1:]))
        for pk, many in addresses
        for one in many
    ]
    if rows:
        insert_rows(Address, ("workspace_id", "company_id", *_ADDRESS), rows)


def insert_links(model: type[models.Model], name: str, links: Iterable[tuple[int, Sequence[int]]]) -> None:
    """Write rows of the many-to-many field `name` of `model`."""
    through = getattr(model, name).through
    rows = [(pk, other) for pk, many in links for other in many]
    if rows:
        other = "tag_id" if name == "tags" else "member_id"
        insert_rows(through, (f"{model._meta.model_name}_id", other), rows)


def _insert_belongings(model: type[models.Model], pairs: Sequence[tuple[int, NewCompany | NewPerson]], workspace: int):
    insert_contacts(workspace, model._meta.model_name or "", ((pk, one.contacts) for pk, one in pairs))
    insert_links(model, "tags", ((pk, one.tag_ids) for pk, one in pairs))
    insert_links(model, "named", ((pk, one.named_ids) for pk, one in pairs))


def _owned_row(pk: int, one: NewCompany | NewPerson, workspace: int, now: datetime) -> tuple:
    created = moment(one.created_at or now)
    return (
        *(pk, workspace, created, moment(now), None, one.owner_id, one.private),
        *(one.source, one.external_id, one.description, as_json_text(one.own)),
    )


def _company_row(pk: int, one: NewCompany, workspace: int, now: datetime) -> tuple:
    return (
        *_owned_row(pk, one, workspace, now),
        *(one.name, name_key(one.name), one.country, one.registration_number, one.vat_number, one.industry),
        *(one.employees, one.revenue, one.revenue_currency, one.parent_id),
    )


def _person_row(pk: int, one: NewPerson, workspace: int, now: datetime) -> tuple:
    key = name_key(f"{one.first_name} {one.last_name}")
    return (
        *_owned_row(pk, one, workspace, now),
        *(one.first_name, one.last_name, key, one.job_title, one.company_id, one.language),
        *(getattr(one, name) for name in _WISHES),
    )
