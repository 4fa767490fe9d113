"""Selling below the floor: asked for with a reason, decided by who may."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.floors import floor_of
from stegvis.deals.models import Deal, DiscountApproval
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.permissions import Actor, may, member_of, require

State = DiscountApproval.State
LONGEST = 2000


@transaction.atomic
def ask_approval(deal: Deal, reason: str, *, by: Actor) -> DiscountApproval:
    """Ask to sell the lines of `deal` that are below the floor; who may approve hears of it.

    Raises PermissionDenied, and Refused without a reason, where nothing is below, or where it was asked already.
    """
    refresh(deal)
    require(by, "edit", deal)
    reason = reason.replace("\0", "").strip()
    if not 0 < len(reason) <= LONGEST:
        raise Refused(_("Say in up to 2,000 characters why it should be sold for less."))
    below = floor_of(deal)
    if not below:
        raise Refused(_("Nothing on this deal is below the floor."))
    if deal.approvals.filter(state=State.ASKED).exists():
        raise Refused(_("This was asked already. A manager has not decided yet."))
    asked = DiscountApproval.objects.create(
        workspace_id=deal.workspace_id,
        deal=deal,
        reason=reason,
        lines=[one.kept for one in below],
        asked_by=member_of(by),
    )
    record_changes(deal, {"discount": ""}, {"discount": _("Asked for: %(reason)s") % {"reason": reason}}, by=by)
    notify(who_may_approve(deal), "approval_asked", deal, by=by)
    return asked


@transaction.atomic
def decide_approval(approval: DiscountApproval, *, by: Actor, approved: bool, note: str = "") -> DiscountApproval:
    """Approve the prices that were asked for, or decline them. Raises PermissionDenied, Refused."""
    deal = approval.deal
    require(by, "approve", deal)
    note = note.replace("\0", "").strip()
    if len(note) > LONGEST:
        raise Refused(_("The note has at most 2,000 characters."))
    state = State.APPROVED if approved else State.DECLINED
    waiting = DiscountApproval.objects.filter(workspace=deal.workspace_id, pk=approval.pk, state=State.ASKED)
    if not waiting.update(state=state, note=note, decided_by=member_of(by), decided_at=timezone.now()):
        raise Refused(_("This was decided already."))
    approval.refresh_from_db()
    said = f"{state.label}: {note}" if note else str(state.label)
    asked = _("Asked for: %(reason)s") % {"reason": approval.reason}
    record_changes(deal, {"discount": asked}, {"discount": said}, by=by)
    if approval.asked_by:
        notify([approval.asked_by], "approval_given" if approved else "approval_declined", deal, by=by)
    return approval


def who_may_approve(deal: Deal) -> list[Member]:
    """The active members who may approve prices on `deal`."""
    members = Member.objects.filter(workspace=deal.workspace_id, active=True).select_related("workspace", "user")
    return [member for member in members if may(member, "approve", deal)]
