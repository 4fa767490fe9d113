"""The people who take part in a deal, as far as the reader may see them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from stegvis.deals.models import Deal
from stegvis.people.models import ContactPoint, Person
from stegvis.workspaces.models import Member

FIELDS = ("person_id", "person__first_name", "person__last_name", "person__job_title", "phone", "email")


@dataclass(frozen=True, slots=True)
class Participant:
    """A stakeholder with the first phone and e-mail address, or None."""

    id: int
    first_name: str
    last_name: str
    job_title: str
    phone: str | None
    email: str | None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def participants(member: Member, deal: Deal) -> list[Participant]:
    """The stakeholders of `deal` that `member` may see, in the order in which they came. One query."""
    seen = Person.objects.visible_to(member).values("pk")
    chosen = deal.stakeholders.filter(person__in=seen).order_by("id")
    reached = chosen.annotate(phone=_first(ContactPoint.Kind.PHONE), email=_first(ContactPoint.Kind.EMAIL))
    return [Participant(*row) for row in reached.values_list(*FIELDS)]


def _first(kind: str) -> Subquery:
    points = ContactPoint.objects.filter(person=OuterRef("person_id"), kind=kind).order_by("id")
    return Subquery(points.values("value")[:1])
