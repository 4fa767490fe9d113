"""Changing many records of a list as one act, which one Undo takes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.workspaces.bulk import BulkFact, BulkList, Outcome, bulk_list, facts_for
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_rows
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, allowed, require

# As many as one act may touch: a second or two, and a report somebody can read.
MOST = 5_000
VERB = "edit_many"


@transaction.atomic
def edit_many(
    listing: BulkList, fact: BulkFact, ids: Sequence[int], values: Mapping[str, Any], *, by: Actor
) -> Outcome:
    """Give the records `ids` of `listing` the cleaned `values` of `fact`; those that `by` may not change are counted.

    Raises PermissionDenied for a role that may change none, and Refused for more than MOST.
    """
    _refuse_too_many(ids)
    require(by, "edit")
    require(by, fact.verb)
    mine = _permitted(listing, fact, ids, by)
    outcome = fact.apply(listing.model, mine, values, by=by)
    outcome.forbidden = len(set(ids)) - len(mine)
    if outcome.changed:
        kept = {"listing": listing.key, "fact": fact.key, **outcome.before}
        outcome.undo = keep_undo(VERB, kept, by=by, what=str(fact.label))
        audit("edited_many", by=by, detail={"what": str(fact.label), "count": outcome.changed})
    return outcome


@transaction.atomic
def delete_many(listing: BulkList, ids: Sequence[int], *, by: Actor) -> Outcome:
    """Delete the records `ids` of `listing`; those that `by` may not delete are counted.

    Raises PermissionDenied for a role that may delete none, and Refused for more than MOST.
    """
    _refuse_too_many(ids)
    require(by, "delete")
    deletion, _left = delete_rows(listing.model.objects.filter(workspace=by.workspace, pk__in=ids), by=by)
    gone = deletion.count if deletion else 0
    return Outcome(changed=gone, forbidden=len(set(ids)) - gone, deletion=deletion)


@takes_back(VERB)
def _take_back(before: Mapping[str, Any], by: Actor) -> str:
    listing = bulk_list(before["listing"])
    facts = facts_for(listing, by) if listing else {}  # type: ignore[arg-type]
    if listing is None or before["fact"] not in facts:
        raise Refused(_("This can no longer be taken back."))
    left = facts[before["fact"]].take_back(listing.model, before, by=by).left
    if not left:
        return ""
    said = ngettext(
        "%(num)s record was changed by somebody since and stays as it is.",
        "%(num)s records were changed by somebody since and stay as they are.",
        left,
    )
    return said % {"num": left}


def _permitted(listing: BulkList, fact: BulkFact, ids: Sequence[int], by: Actor) -> list[int]:
    records = allowed(listing.model.objects.filter(workspace=by.workspace, pk__in=ids), by, "edit")
    if fact.verb != "edit":
        records = allowed(records, by, fact.verb)
    return list(records.order_by("pk").values_list("pk", flat=True))


def _refuse_too_many(ids: Sequence[int]) -> None:
    if len(ids) > MOST:
        said = _("At most %(number)s records at once. Narrow the list first.")
        raise Refused(said % {"number": MOST})
