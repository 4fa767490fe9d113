"""Changing facts of companies and people."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.people.models import Company, Person
from stegvis.people.naming import name_key
from stegvis.people.numbers import registration_number, vat_number
from stegvis.workspaces.operations.editing import edit_record
from stegvis.workspaces.permissions import Actor

# A chain of owners longer than this is a mistake, or a loop that somebody else is making at this moment.
HIGHEST = 30


@transaction.atomic
def edit_company(
    company: Company, changes: Mapping[str, Any], *, by: Actor, seen: Mapping[str, Any] | None = None
) -> list[str]:
    """Change facts of `company`, numbers in their normal form. Returns the names of the changed ones.

    Raises PermissionDenied, ChangedMeanwhile, and Refused for an empty name, a number that cannot be one, or a company
    that would be part of itself.
    """
    changes = _clean(company, changes, names=("name",))
    country = changes.get("country", company.country)
    if "registration_number" in changes:
        changes["registration_number"] = registration_number(changes["registration_number"], country)
    if "vat_number" in changes:
        changes["vat_number"] = vat_number(changes["vat_number"], country)
    _refuse_loop(company, changes.get("parent"))
    changed = edit_record(company, changes, by=by, seen=seen)
    if "name" in changed:
        _keep_key(company)
    return changed


@transaction.atomic
def edit_person(
    person: Person, changes: Mapping[str, Any], *, by: Actor, seen: Mapping[str, Any] | None = None
) -> list[str]:
    """Change facts of `person`. Returns the names of the changed ones. Raises as `edit_company`."""
    changes = _clean(person, changes, names=("first_name", "last_name"))
    whole = (changes.get("first_name", person.first_name), changes.get("last_name", person.last_name))
    if not any(whole):
        raise Refused(_("A person needs a first or a last name."))
    changed = edit_record(person, changes, by=by, seen=seen)
    if {"first_name", "last_name"} & set(changed):
        _keep_key(person)
    return changed


def _clean(record: Company | Person, changes: Mapping[str, Any], *, names: tuple[str, ...]) -> dict[str, Any]:
    for value in changes.values():
        if getattr(value, "workspace_id", record.workspace_id) != record.workspace_id:
            raise Refused(_("This belongs to another workspace."))
    clean = {name: " ".join(value.split()) if name in names else value for name, value in changes.items()}
    if clean.get("name") == "":
        raise Refused(_("A company needs a name."))
    return clean


def _keep_key(record: Company | Person) -> None:
    record.name_key = name_key(record.name)
    record.save(update_fields=["name_key"])


def _refuse_loop(company: Company, parent: Company | None) -> None:
    """A company is never part of itself, however far up."""
    above: int | None = parent.pk if parent else None
    for _step in range(HIGHEST):
        if above is None:
            return
        if above == company.pk:
            break
        parents = Company.with_deleted.filter(workspace=company.workspace_id, pk=above)
        above = parents.values_list("parent", flat=True).first()
    raise Refused(_("A company cannot be part of itself."))
