"""Competitors on a deal: in play, out of play, and who won it instead."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Competitor, Deal, DealCompetitor
from stegvis.deals.operations.competitors import ensure_competitor
from stegvis.deals.paths import LOST
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, member_of, require

VERB = "took_out_of_play"
MOST = 100


@transaction.atomic
def put_in_play(deal: Deal, name: str, *, by: Actor) -> DealCompetitor:
    """The competitor called `name` is after `deal`, too; one that is not known yet is made.

    Raises PermissionDenied, Refused.
    """
    refresh(deal)
    require(by, "edit", deal)
    return _put(deal, ensure_competitor(name, by=by), by)


@transaction.atomic
def take_out_of_play(rival: DealCompetitor, *, by: Actor) -> None:
    """It is not after the deal; it can be undone. Raises PermissionDenied."""
    require(by, "edit", rival.deal)
    name = rival.competitor.name
    before: dict[str, Any] = {"deal": rival.deal_id, "competitor": rival.competitor_id, "won": rival.won}
    # Lost anew, the deal has another winner, or none.
    before["closed_at"] = rival.deal.closed_at and rival.deal.closed_at.isoformat()
    before |= {"added_at": rival.added_at.isoformat(), "added_by": rival.added_by_id}
    keep_undo(VERB, before, by=by, what=name)
    record_changes(rival.deal, {"competitor": name}, {"competitor": ""}, by=by)
    rival.delete()


@takes_back(VERB)
def _put_back(before: Mapping[str, Any], by: Actor) -> None:
    deal = Deal.objects.filter(workspace=by.workspace, pk=before["deal"]).first()
    competitor = Competitor.objects.filter(workspace=by.workspace, pk=before["competitor"]).first()
    if deal is None or competitor is None:
        raise Refused(_("This can no longer be taken back."))
    require(by, "edit", deal)
    others = DealCompetitor.objects.filter(workspace=by.workspace, deal=deal, won=True)
    same_loss = before.get("closed_at") == (deal.closed_at and deal.closed_at.isoformat())
    facts = {"won": before["won"] and same_loss and not others.exists(), "added_by_id": before["added_by"]}
    facts["added_at"] = datetime.fromisoformat(before["added_at"])
    _back, new = DealCompetitor.objects.get_or_create(
        workspace=by.workspace, deal=deal, competitor=competitor, defaults=facts
    )
    if new:
        record_changes(deal, {"competitor": ""}, {"competitor": competitor.name}, by=by)


@transaction.atomic
def say_lost_to(deal: Deal, name: str, *, by: Actor) -> None:
    """The competitor called `name` has won `deal` instead of us; "" takes that back.

    Raises PermissionDenied, and Refused for a deal that is not lost.
    """
    refresh(deal)
    require(by, "edit", deal)
    if deal.status not in LOST:
        raise Refused(_("This deal is not lost."))
    before = deal.rivals.filter(won=True).select_related("competitor").first()
    winner = _put(deal, ensure_competitor(name, by=by), by) if name.strip() else None
    if (before and before.competitor_id) == (winner and winner.competitor_id):
        return
    forget_winners([deal.pk], deal.workspace_id)
    if winner:
        winner.won = True
        winner.save(update_fields=["won"])
    names = [one.competitor.name if one else "" for one in (before, winner)]
    record_changes(deal, {"lost_to": names[0]}, {"lost_to": names[1]}, by=by)


def forget_winners(deals: Sequence[int], workspace: int) -> None:
    """Nobody is said to have won these deals."""
    DealCompetitor.objects.filter(workspace=workspace, deal__in=deals, won=True).update(won=False)


def _put(deal: Deal, competitor: Competitor, by: Actor) -> DealCompetitor:
    known = deal.rivals.filter(competitor=competitor).first()
    if known is None and deal.rivals.count() >= MOST:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST})
    rival, new = DealCompetitor.objects.get_or_create(
        workspace_id=deal.workspace_id, deal=deal, competitor=competitor, defaults={"added_by": member_of(by)}
    )
    rival.deal, rival.competitor = deal, competitor
    if new:
        record_changes(deal, {"competitor": ""}, {"competitor": competitor.name}, by=by)
    return rival
