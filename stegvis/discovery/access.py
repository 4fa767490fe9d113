"""Doors to interviews: who changes processes sees them whole, others only what they are asked."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.secrets import digest_of
from stegvis.discovery.models import Advice, HistoryReading, Interview, InterviewLead, Offer, Participant, TargetGroup
from stegvis.discovery.queries.variants import Variant, variants_of
from stegvis.workspaces.access import get_in_workspace
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require


def get_interview(member: Member, pk: int) -> Interview:
    """An interview as its leader sees it; Http404, or PermissionDenied."""
    return get_in_workspace(Interview.objects.all(), member, pk, "processes")


def get_participant(member: Member, interview: Interview, pk: int) -> Participant:
    """Somebody who is asked in `interview`; Http404."""
    return get_object_or_404(interview.participants.select_related("member"), pk=pk)


def get_own_seat(member: Member, pk: int) -> Participant:
    """The member's own part in the interview `pk`; Http404, or PermissionDenied for who is not asked."""
    interview = get_in_workspace(Interview.objects.all(), member, pk)
    seat = interview.participants.filter(member=member, revoked_at=None).first()
    if seat is None:
        raise PermissionDenied(_("You are not asked in this interview."))
    interview.workspace, seat.interview, seat.member = member.workspace, interview, member
    return seat


def get_guest_seat(token: str) -> Participant:
    """The part of a guest at this secret address, as long as it holds; Http404."""
    everywhere = Participant.objects.across_workspaces("the secret names the participant")
    held = Q(revoked_at=None, expires_at__gt=timezone.now(), interview__deletion=None, interview__closed_at=None)
    seat = (
        everywhere.filter(held, digest=digest_of(token), member=None).select_related("interview", "workspace").first()
    )
    if seat is None:
        raise Http404
    seat.interview.workspace = seat.workspace
    return seat


def get_lead(leads: list[InterviewLead], pk: int) -> InterviewLead:
    """The lead `pk` of those somebody is asked about; Http404."""
    found = next((one for one in leads if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def get_reading(member: Member, pk: int) -> HistoryReading:
    """What was read from history; Http404, or PermissionDenied."""
    return get_in_workspace(HistoryReading.objects.select_related("process"), member, pk, "processes")


def get_advice(member: Member, pk: int) -> Advice:
    """An advice; Http404, or PermissionDenied."""
    return get_in_workspace(Advice.objects.select_related("offer", "group"), member, pk, "processes")


def get_target_group(member: Member, pk: int) -> TargetGroup:
    """A target group; Http404, or PermissionDenied."""
    return get_in_workspace(TargetGroup.objects.all(), member, pk, "processes")


def get_offer(member: Member, pk: int) -> Offer:
    """An offer; Http404, or PermissionDenied."""
    return get_in_workspace(Offer.objects.all(), member, pk, "processes")


def get_variant(member: Member, key: str) -> Variant:
    """A variant of the relationship model by its key, shipped or the team's own; Http404, or PermissionDenied."""
    require(member, "processes")
    found = next((one for one in variants_of(member.workspace) if one.key == key), None)
    if found is None:
        raise Http404
    return found
