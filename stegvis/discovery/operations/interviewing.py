"""Starting an interview, and who is asked in it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.core.errors import Refused
from stegvis.core.secrets import digest_of
from stegvis.deals.models import Deal
from stegvis.discovery.models import Interview, InterviewLead, Participant
from stegvis.discovery.queries.interviews import end_of
from stegvis.timeline.models.feed import new_secret
from stegvis.workspaces.models import Member
from stegvis.workspaces.operations.telling import notify
from stegvis.workspaces.permissions import Actor, member_of, require, workspace_of

MOST_LEADS = 12
MOST_PEOPLE = 50
OPEN_FOR = timedelta(days=30)


@transaction.atomic
def start_interview(name: str, deals: Sequence[Deal], members: Sequence[Member], *, by: Actor) -> Interview:
    """Ask `members` about `deals` (one to twelve). Raises PermissionDenied, and Refused without any of them."""
    require(by, "processes")
    name = name.replace("\x00", "").strip()[:200] or _("How we sell")
    if not 1 <= len(deals) <= MOST_LEADS:
        said = ngettext("Choose 1 to %(most)s lead.", "Choose 1 to %(most)s leads.", MOST_LEADS)
        raise Refused(said % {"most": MOST_LEADS})
    interview = Interview.objects.create(workspace=workspace_of(by), name=name, by=member_of(by))
    InterviewLead.objects.bulk_create(_lead(interview, place, deal) for place, deal in enumerate(deals))
    for member in members:
        ask_member(interview, member, by=by)
    return interview


def _lead(interview: Interview, place: int, deal: Deal) -> InterviewLead:
    facts = {"title": str(deal.company or deal.title)[:300], "end": end_of(deal), "position": place}
    return InterviewLead(workspace_id=interview.workspace_id, interview=interview, deal=deal, **facts)


@transaction.atomic
def ask_member(interview: Interview, member: Member, *, by: Actor) -> Participant:
    """Ask a member, who gets a notice; asked again after it was taken off. Raises PermissionDenied, Refused."""
    require(by, "processes", interview)
    if not member.active or member.workspace_id != interview.workspace_id:
        raise Refused(_("This member has left."))
    _refuse_crowd(interview)
    facts = {"name": member.name, "workspace_id": interview.workspace_id}
    seat, made = Participant.objects.filter(workspace=interview.workspace_id).get_or_create(
        interview=interview, member=member, defaults=facts
    )
    if seat.revoked_at:
        seat.revoked_at = None
        seat.save(update_fields=["revoked_at"])
    if made:
        notify([member], "asked", interview, by=by)
    return seat


@transaction.atomic
def ask_guest(interview: Interview, name: str, *, by: Actor) -> tuple[Participant, str]:
    """Ask a seller without an account; with the token of the address, which holds for thirty days and is kept nowhere.

    Raises PermissionDenied, Refused.
    """
    require(by, "processes", interview)
    name = name.replace("\x00", "").strip()
    if not 0 < len(name) <= 200:
        raise Refused(_("Write a name of at most 200 letters."))
    _refuse_crowd(interview)
    until = timezone.now() + OPEN_FOR
    token = new_secret()
    facts = {"name": name, "expires_at": until, "digest": digest_of(token)}
    return Participant.objects.create(workspace_id=interview.workspace_id, interview=interview, **facts), token


@transaction.atomic
def stop_asking(seat: Participant, *, by: Actor) -> None:
    """Take somebody off the interview: the address closes for good, what was answered stays."""
    require(by, "processes", seat)
    seat.revoked_at, seat.digest = timezone.now(), None
    seat.save(update_fields=["revoked_at", "digest"])


@transaction.atomic
def close_interview(interview: Interview, *, by: Actor, closed: bool = True) -> None:
    """No more answers, or again."""
    require(by, "processes", interview)
    interview.closed_at = timezone.now() if closed else None
    interview.save(update_fields=["closed_at", "updated_at"])


def _refuse_crowd(interview: Interview) -> None:
    if interview.participants.count() >= MOST_PEOPLE:
        raise Refused(_("An interview has at most %(number)s people.") % {"number": MOST_PEOPLE})
