"""What who leads an interview sees: whom to ask, about what, and how far everybody is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from stegvis.core.search.results import search
from stegvis.deals.models import Deal
from stegvis.discovery.models import Interview, Participant
from stegvis.discovery.queries.interviews import answers_of, people_of
from stegvis.discovery.questions import asked_about
from stegvis.workspaces.models import Member

MOST_FOUND = 12
MOST_MEMBERS = 200


@dataclass
class Seat:
    """One who is asked, with how far it is, and whether a guest's address still holds."""

    participant: Participant
    done: int
    of: int
    held: bool


def members_to_ask(member: Member, ids: Sequence[str] | None = None) -> list[Member]:
    """The active members of the workspace by name; with `ids` those of them."""
    found = Member.objects.filter(workspace=member.workspace_id, active=True)
    if ids is not None:
        found = found.filter(pk__in=[int(one) for one in ids if one.isascii() and one.isdecimal() and len(one) < 19])
    return list(found.order_by("name", "id")[:MOST_MEMBERS])


def found_deals(member: Member, typed: str) -> list[Deal]:
    """Deals that a search for `typed` finds, best first."""
    typed = typed.replace("\x00", "").strip()[:200]
    if not typed:
        return []
    ids = [row.record_id for row in search(member, typed, only="deal", limit=MOST_FOUND).rows]
    deals = Deal.objects.visible_to(member).select_related("company", "owner").filter(pk__in=ids).in_bulk()
    return [deals[one] for one in ids if one in deals]


def seats_of(interview: Interview) -> list[Seat]:
    """Everybody who is or was asked, with figures."""
    of = sum(len(asked_about(lead)) for lead in interview.leads.all())
    done: dict[int, int] = {}
    for seat, _lead, _question in answers_of(interview):
        done[seat] = done.get(seat, 0) + 1
    return [Seat(one, done.get(one.pk, 0), of, _held(one)) for one in people_of(interview)]


def _held(seat: Participant) -> bool:
    return bool(seat.digest and seat.expires_at and seat.expires_at > timezone.now())
