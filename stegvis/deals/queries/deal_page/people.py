"""The people who take part in a deal."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written
from stegvis.deals.models import Deal, Stakeholder
from stegvis.people.models import ContactPoint
from stegvis.people.queries.privacy import bars

FIELDS = (
    "person_id",
    "person__first_name",
    "person__last_name",
    "person__job_title",
    "person__private",
    "person__owner_id",
    "person__do_not_contact",
)
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
    phone: str | None = None
    email: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def participants(deal: Deal) -> list[Participant]:
    """The living stakeholders of `deal` in the order in which they came, whoever may see them. One query."""
    return [_participant(row[:-1], row[-1]) for row in INVOLVED(workspace=deal.workspace_id, deal=deal.pk)]


def _involved(workspace: int, deal: int) -> QuerySet:
    rows = Stakeholder.objects.filter(workspace=workspace, deal=deal, person__deletion=None)
    return rows.order_by("id").annotate(reached=REACHED).values_list(*FIELDS, "reached")


INVOLVED = Written(_involved)


def _participant(facts: tuple, reached: list[dict]) -> Participant:
    first = {point["kind"]: point["value"] for point in reversed(reached)}
    wish = facts[-1]
    reached = {way: None if bars(wish, way) else first.get(way) for way in ("phone", "email")}
    return Participant(*facts, **reached)
