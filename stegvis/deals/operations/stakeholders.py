"""Who takes part in the buyer's decision: one comes, one goes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, Stakeholder
from stegvis.deals.operations.editing import set_stakeholders
from stegvis.people.models import Person
from stegvis.people.operations.creating import create_person
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, require

MOST = 200


@transaction.atomic
def add_stakeholder(deal: Deal, person: Person, *, by: Actor) -> None:
    """Add `person` to `deal`; once is enough. Raises PermissionDenied, Refused."""
    present = _present(deal)
    if len(present) >= MOST:
        raise Refused(_("More than %(number)s people on one deal are not kept.") % {"number": MOST})
    if person not in present:
        set_stakeholders(deal, [*present, person], by=by)


@transaction.atomic
def add_new_stakeholder(
    deal: Deal, *, by: Actor, name: str, email: str = "", phone: str = "", own: Mapping[str, Any] | None = None
) -> Person:
    """Make a person of the deal's company and add them to `deal`; `own` are values of own fields by key.

    Raises PermissionDenied, Refused.
    """
    require(by, "edit", deal)
    first, _blank, last = " ".join(name.split()).rpartition(" ")
    names = {"first_name": first or last, "last_name": last if first else ""}
    reached = {"emails": [email] if email else [], "phones": [phone] if phone else []}
    person = create_person(by=by, company=deal.company, own=own, **names, **reached)
    add_stakeholder(deal, person, by=by)
    return person


@transaction.atomic
def remove_stakeholder(deal: Deal, person_id: int, *, by: Actor) -> None:
    """Take the person `person_id` off `deal`. Raises PermissionDenied."""
    set_stakeholders(deal, [one for one in _present(deal) if one.pk != person_id], by=by)


@transaction.atomic
def set_part(deal: Deal, person_id: int, *, by: Actor, role: str, stance: str, influence: int | None) -> None:
    """Say as what the person `person_id` takes part in the decision on `deal`, how they stand, and how much they weigh.

    Raises PermissionDenied, and Refused for who takes no part.
    """
    refresh(deal)
    require(by, "edit", deal)
    one = deal.stakeholders.select_related("person").filter(person=person_id).first()
    if one is None:
        raise Refused(_("This person takes no part in the deal any more."))
    before = _part(one)
    one.role, one.stance, one.influence = role, stance, influence
    if _part(one) != before:
        one.save(update_fields=["role", "stance", "influence"])
        record_changes(deal, {"part": before}, {"part": _part(one)}, by=by)


def _part(one: Stakeholder) -> str:
    """As history keeps it, and `changed.value_of` reads it."""
    return f"{one.person}: {one.role}/{one.stance}/{one.influence or ''}"


def _present(deal: Deal) -> list[Person]:
    refresh(deal)
    return [one.person for one in deal.stakeholders.select_related("person")]
