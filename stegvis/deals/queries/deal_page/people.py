"""The people who take part in a deal."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written
from stegvis.deals.models import Deal, Stakeholder
from stegvis.people.models import ContactPoint
from stegvis.people.queries.privacy import bars
from stegvis.timeline.models import EntryPlace

FIELDS = (
    "person_id",
    "person__first_name",
    "person__last_name",
    "person__job_title",
    "person__private",
    "person__owner_id",
    "person__do_not_contact",
    "role",
    "stance",
    "influence",
    "met",
)
DECISIVE = frozenset({"decides", "pays"})
WAYS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL)
REACHED = JsonRows(
    ContactPoint.objects.filter(person=OuterRef("person_id"), kind__in=WAYS).order_by("id"), kind="kind", value="value"
)


@dataclass(frozen=True, slots=True)
class Participant:
    """A stakeholder with the first phone and e-mail address; None, too, for a way that the person does not want."""

    id: int
    first_name: str
    last_name: str
    job_title: str
    private: bool
    owner_id: int | None
    do_not_contact: str = ""
    role: str = ""
    stance: str = "unknown"
    influence: int | None = None
    met: datetime | None = None
    phone: str | None = None
    email: str | None = None

    @property
    def part(self) -> list[str]:
        """Role, stance and influence in words, as far as they are known."""
        return words_of(self.role, self.stance, self.influence)

    @property
    def decides(self) -> bool:
        """Whether the decision or the money is theirs."""
        return not DECISIVE.isdisjoint([self.role])

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def participants(deal: Deal) -> list[Participant]:
    """The living stakeholders of `deal` in the order in which they came, whoever may see them. One query."""
    return [_participant(row[:-1], row[-1]) for row in INVOLVED(workspace=deal.workspace_id, deal=deal.pk)]


def _involved(workspace: int, deal: int) -> QuerySet:
    rows = Stakeholder.objects.filter(workspace=workspace, deal=deal, person__deletion=None)
    return rows.order_by("id").annotate(reached=REACHED, met=_last_met()).values_list(*FIELDS, "reached")


def _last_met() -> Subquery:
    """When the person was last talked with: on this deal, or on the person's own timeline."""
    places = EntryPlace.objects.filter(person=OuterRef("person_id"), contact=True, direct=True)
    ours = Q(through_deal=OuterRef("deal_id")) | Q(through_deal=None, through_person=None, through_company=None)
    return Subquery(places.filter(ours).order_by("-at").values("at")[:1])


INVOLVED = Written(_involved)


def words_of(does: str, stance: str, influence: int | None) -> list[str]:
    """What is known of somebody's part in a decision."""
    known = [str(Stakeholder.Role(does).label)] if does in Stakeholder.Role.values else []
    if stance in Stakeholder.Stance.values and stance != Stakeholder.Stance.UNKNOWN:
        known.append(str(Stakeholder.Stance(stance).label))
    return known + ([str(Stakeholder.Influence(influence).label)] if influence in Stakeholder.Influence.values else [])


def _participant(facts: tuple, reached: list[dict]) -> Participant:
    first = {point["kind"]: point["value"] for point in reversed(reached)}
    person = Participant(*facts)
    ways = {way: None if bars(person.do_not_contact, way) else first.get(way) for way in ("phone", "email")}
    return replace(person, **ways)
