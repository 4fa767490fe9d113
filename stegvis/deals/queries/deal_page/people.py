"""The people who take part in a deal."""

from dataclasses import dataclass

from django.db.models import OuterRef

from stegvis.core.json_rows import JsonRows
from stegvis.deals.models import Deal
from stegvis.people.models import ContactPoint

FIELDS = (
    "person_id",
    "person__first_name",
    "person__last_name",
    "person__job_title",
    "person__private",
    "person__owner_id",
)
WAYS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL)
REACHED = JsonRows(
    ContactPoint.objects.filter(person=OuterRef("person_id"), kind__in=WAYS).order_by("id"), kind="kind", value="value"
)


@dataclass(frozen=True, slots=True)
class Participant:
    """A stakeholder with the first phone and e-mail address, or None."""

    id: int
    first_name: str
    last_name: str
    job_title: str
    private: bool
    owner_id: int | None
    phone: str | None = None
    email: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def participants(deal: Deal) -> list[Participant]:
    """The living stakeholders of `deal` in the order in which they came, whoever may see them. One query."""
    rows = deal.stakeholders.filter(person__deletion=None).order_by("id").annotate(reached=REACHED)
    return [_participant(row[:-1], row[-1]) for row in rows.values_list(*FIELDS, "reached")]


def _participant(facts: tuple, reached: list[dict]) -> Participant:
    first = {point["kind"]: point["value"] for point in reversed(reached)}
    return Participant(*facts, phone=first.get("phone"), email=first.get("email"))
