"""What the pages of an interview show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from stegvis.deals.models import Deal
from stegvis.discovery.known import Known, Story, known_of
from stegvis.discovery.models import AnswerState, Interview, InterviewAnswer, InterviewLead, LeadEnd, Participant
from stegvis.discovery.queries.stories import stories_of
from stegvis.processes.models import StageKind
from stegvis.workspaces.models import Member

SHOWN = 50
PROPOSED_EACH = 8
ENDS = {
    StageKind.WON: LeadEnd.WON,
    StageKind.AFTER_WON: LeadEnd.WON,
    StageKind.LOST: LeadEnd.LOST,
    StageKind.AFTER_LOST: LeadEnd.LOST,
    StageKind.PARKED: LeadEnd.PARKED,
}
Place = tuple[int, int, int]


@dataclass
class Lead:
    """A lead of an interview with what is known of it; without a story when its deal is gone."""

    lead: InterviewLead
    story: Story | None
    known: dict[int, Known]


def end_of(deal: Deal) -> str:
    """What has become of a deal, as the interview calls it."""
    if deal.status in ENDS:
        return ENDS[StageKind(deal.status)]
    return LeadEnd.STUCK if deal.stale_at and deal.stale_at < timezone.now() else LeadEnd.OPEN


def interviews_of(member: Member) -> list[Interview]:
    """The newest interviews of the workspace, with how many are asked and how many answers there are."""
    found = Interview.objects.filter(workspace=member.workspace_id)
    return list(found.annotate(asked=Count("participants", filter=Q(participants__revoked_at=None)))[:SHOWN])


def asked_of(member: Member) -> list[Participant]:
    """What `member` is asked itself: the newest open interviews."""
    mine = Participant.objects.filter(workspace=member.workspace_id, member=member, revoked_at=None)
    running = mine.filter(interview__deletion=None, interview__closed_at=None, finished_at=None)
    return list(running.select_related("interview").order_by("-id")[:SHOWN])


def proposed_deals(member: Member) -> dict[str, list[Deal]]:
    """Recent deals that are worth talking about: won, lost, and stuck ones, a few of each."""
    seen = Deal.objects.visible_to(member).select_related("company", "owner")
    closed = seen.order_by("-closed_at", "-id")
    groups = {
        LeadEnd.WON: closed.filter(status__in=[StageKind.WON, StageKind.AFTER_WON], closed_at__isnull=False),
        LeadEnd.LOST: closed.filter(status__in=[StageKind.LOST, StageKind.AFTER_LOST], closed_at__isnull=False),
        LeadEnd.STUCK: seen.stale(timezone.now()).order_by("-stale_at", "id"),
    }
    return {end: list(deals[:PROPOSED_EACH]) for end, deals in groups.items()}


def chosen_deals(member: Member, ids: Iterable[str]) -> list[Deal]:
    """The deals with these ids that `member` may see, in the order of the ids; what is no id is left out."""
    wanted = [int(one) for one in dict.fromkeys(ids) if one.isascii() and one.isdecimal() and len(one) < 19]
    found = Deal.objects.visible_to(member).filter(pk__in=wanted[:100]).in_bulk()
    return [found[one] for one in wanted if one in found]


def leads_for(member: Member | None, interview: Interview) -> list[InterviewLead]:
    """The leads of an interview that `member` may see; for a guest all that are not private."""
    public = Deal.objects.filter(workspace=interview.workspace_id, private=False)
    deals = Deal.objects.visible_to(member) if member else public
    seen = deals.filter(pk=OuterRef("deal"))
    return list(interview.leads.filter(Exists(seen) | Q(deal=None, private=False)))


def with_known(interview: Interview, leads: Sequence[InterviewLead]) -> list[Lead]:
    """The leads with their stories and what is known of them, in six queries for all."""
    wanted = Deal.objects.filter(workspace=interview.workspace_id, pk__in=[one.deal_id for one in leads])
    deals = list(wanted.select_related("company", "owner", "lost_reason", "stage"))
    stories = stories_of(interview.workspace_id, deals)
    told = [(one, stories.get(one.deal_id or 0)) for one in leads]
    return [Lead(one, story, known_of(story) if story else {}) for one, story in told]


def answers_of(
    interview: Interview, participant: Participant | None = None, lead: InterviewLead | None = None
) -> dict[Place, InterviewAnswer]:
    """The newest answer of each participant to each question about each lead, by these three."""
    rows = InterviewAnswer.objects.filter(workspace=interview.workspace_id, interview=interview)
    rows = rows.filter(participant=participant) if participant else rows
    rows = rows.filter(lead=lead) if lead else rows
    newest = rows.order_by().values("participant_id", "lead_id", "question").annotate(last=Max("id")).values("last")
    found = InterviewAnswer.objects.filter(workspace=interview.workspace_id, pk__in=newest)
    return {(one.participant_id, one.lead_id, one.question): one for one in found.exclude(state=AnswerState.CLEARED)}


def counted_by_lead(answers: Iterable[Place]) -> dict[int, int]:
    """How many answers there are about each lead."""
    found: dict[int, int] = defaultdict(int)
    for _participant, lead, _question in answers:
        found[lead] += 1
    return found


def people_of(interview: Interview) -> list[Participant]:
    """Who is asked, with members; those who are no longer asked too, as their answers stay."""
    return list(interview.participants.select_related("member"))
