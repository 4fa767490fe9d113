"""Making companies and people."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.people.models import Address, Company, ContactPoint, Person
from stegvis.people.naming import name_key
from stegvis.people.numbers import registration_number, vat_number
from stegvis.people.operations.contacting import FACTS, default_country, rows_of
from stegvis.people.operations.tagging import set_tags
from stegvis.people.queries.privacy import decided
from stegvis.people.reaching import point
from stegvis.workspaces.operations.own_values import index_values, new_values
from stegvis.workspaces.permissions import Actor, member_of, require

Kind = ContactPoint.Kind


@transaction.atomic
def create_company(
    *,
    by: Actor,
    name: str,
    domains: Sequence[str] = (),
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    web: Sequence[str] = (),
    address: Mapping[str, str] | None = None,
    tags: Sequence[str] = (),
    **facts,
) -> Company:
    """A new company with how it is reached, its visiting address and tags (by name).

    `facts` are fields of Company, and `own`: values of the workspace's own fields by key.
    Without an owner it belongs to the member who makes it. Raises PermissionDenied,
    and Refused for a name that is empty or a number, phone or domain that cannot be one.
    """
    own = facts.pop("own", None)
    company = Company(workspace=by.workspace, name=_named(name), name_key=name_key(name), **_owned(by, facts))
    company.registration_number = registration_number(company.registration_number, company.country)
    company.vat_number = vat_number(company.vat_number, company.country)
    _save(company, by, own)
    texts = {Kind.DOMAIN: domains, Kind.WEB: web, Kind.PHONE: phones, Kind.EMAIL: emails}
    _reach(company, texts)
    if address and any(address.values()):
        place = {name: address.get(name, "") for name in FACTS}
        Address.objects.create(workspace=by.workspace, company=company, **place)
    if tags:
        set_tags(company, tags, by=by)
    return company


@transaction.atomic
def create_person(
    *,
    by: Actor,
    first_name: str = "",
    last_name: str = "",
    emails: Sequence[str] = (),
    phones: Sequence[str] = (),
    tags: Sequence[str] = (),
    **facts,
) -> Person:
    """A new person with how they are reached and tags (by name).

    `facts` are fields of Person, and `own`: values of the workspace's own fields by key.
    Without an owner it belongs to the member who makes it. Raises PermissionDenied, and
    Refused without any name, for a company of another workspace, and for what is no e-mail or phone.
    """
    own = facts.pop("own", None)
    first_name, last_name = " ".join(first_name.split()), " ".join(last_name.split())
    whole = _named(f"{first_name} {last_name}".strip(), longest=301)
    names = {"first_name": first_name, "last_name": last_name, "name_key": name_key(whole)}
    basis = {"legal_basis": decided(by.workspace).basis} if "legal_basis" not in facts else {}
    person = Person(workspace=by.workspace, **names, **basis, **_owned(by, facts))
    _save(person, by, own)
    _reach(person, {Kind.EMAIL: emails, Kind.PHONE: phones})
    if tags:
        set_tags(person, tags, by=by)
    return person


def _named(name: str, longest: int = 300) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > longest:
        raise Refused(_("A name has between 1 and %(number)s letters.") % {"number": longest})
    return name


def _owned(by: Actor, facts: dict) -> dict:
    for value in facts.values():
        if getattr(value, "workspace_id", by.workspace.pk) != by.workspace.pk:
            raise Refused(_("This belongs to another workspace."))
    return {"owner": member_of(by)} | facts


def _save(record: Company | Person, by: Actor, own: Mapping[str, Any] | None) -> None:
    require(by, "create", record)
    if own:
        record.fields = new_values(own, str(record._meta.model_name), by=by)
    record.save()
    if own:
        index_values(record, map("own:{}".format, own), by=by)


def _reach(record: Company | Person, texts: Mapping[str, Sequence[str]]) -> None:
    """Write the ways to reach a new record; the same one twice counts once."""
    country = default_country(record) if any(texts.values()) else ""
    points = [point(kind, text, country=country) for kind, some in texts.items() for text in some if text.strip()]
    ContactPoint.objects.bulk_create(rows_of(record, {(one.kind, one.key): one for one in points}.values()))
