"""Changing the facts of a deal, its people and its privacy."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.floors import refuse_floor
from stegvis.deals.gates import SOLD
from stegvis.deals.models import Deal, Stakeholder
from stegvis.people.models import Person
from stegvis.timeline.placing import place_anew
from stegvis.workspaces.operations.editing import edit_record, record_changes, refresh
from stegvis.workspaces.permissions import Actor, require

# What moves write, and nobody else.
FOLLOWS_MOVES = {"stage", "process", "status", "entered_at", "stale_at", "closed_at", "rank"}


@transaction.atomic
def edit_deal(deal: Deal, changes: Mapping[str, Any], *, by: Actor, seen: Mapping[str, Any] | None = None) -> list[str]:
    """Change facts of `deal`; a value set by hand stops following the products.

    Returns the changed fields' names. Raises PermissionDenied, ChangedMeanwhile, and Refused for facts that only a
    move may change or that belong to another workspace, and for a currency in which the prices of a deal that is won
    are below the floor.
    """
    _refuse_foreign(deal, changes)
    changed = edit_record(deal, changes, by=by, seen=seen)
    if "currency" in changed and deal.status in SOLD:
        refuse_floor(deal)
    if "wake_on" in changed and deal.woken_on:
        deal.woken_on = None
        deal.save(update_fields=["woken_on"])
    if "amount" in changed and deal.amount_from_lines:
        deal.amount_from_lines = False
        deal.save(update_fields=["amount_from_lines"])
    return changed


@transaction.atomic
def set_stakeholders(deal: Deal, people: Sequence[Person], *, by: Actor) -> None:
    """Make `people` (all of the deal's workspace) those who take part in the buyer's decision."""
    refresh(deal)
    require(by, "edit", deal)
    before = {one.person_id: one for one in deal.stakeholders.select_related("person")}
    after = {person.pk: person for person in people}
    if any(person.workspace_id != deal.workspace_id for person in people):
        raise Refused(_("This person is not in your workspace."))
    deal.stakeholders.filter(person__in=before.keys() - after.keys()).delete()
    new = [person for pk, person in after.items() if pk not in before]
    Stakeholder.objects.bulk_create(
        Stakeholder(workspace_id=deal.workspace_id, deal=deal, person=person) for person in new
    )
    if before.keys() != after.keys():
        place_anew(deal)
    _keep_change(deal, [str(one.person) for one in before.values()], [str(person) for person in people], by)


def _keep_change(deal: Deal, before: list[str], after: list[str], by: Actor) -> None:
    if before != after:
        record_changes(deal, {"people": ", ".join(before)}, {"people": ", ".join(after)}, by=by)


def _refuse_foreign(deal: Deal, changes: Mapping[str, Any]) -> None:
    if FOLLOWS_MOVES & changes.keys():
        raise Refused(_("The stage of a deal changes by moving it."))
    for value in changes.values():
        if getattr(value, "workspace_id", deal.workspace_id) != deal.workspace_id:
            raise Refused(_("This belongs to another workspace."))
