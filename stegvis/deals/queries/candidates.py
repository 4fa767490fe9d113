"""People who may take part in a deal: those of its company, or those found by the beginning of a name."""

from django.db.models import Q, QuerySet

from stegvis.core.folding import fold
from stegvis.deals.models import Deal
from stegvis.people.models import Person
from stegvis.workspaces.models import Member

MOST = 8


def candidates(member: Member, deal: Deal, words: str = "") -> list[Person]:
    """At most eight people that `member` sees and who do not take part in `deal` yet.

    Without `words` those of the deal's company; with some, people whose first or last name begins like it, the
    company's first. Beginnings only: they walk an index however many people there are.
    """
    key = fold(words.replace("\x00", ""))
    others = Person.objects.visible_to(member).exclude(pk__in=deal.stakeholders.values("person"))
    others = others.order_by("name_key", "pk")
    ours = others.filter(company=deal.company_id) if deal.company_id else others.none()
    if not key:
        return list(ours[:MOST])
    found = [*_named(ours, key)[:MOST], *_beginning(others, key)[:MOST]]
    return list({person.pk: person for person in found}.values())[:MOST]


def _named(people: QuerySet, key: str) -> QuerySet:
    return people.filter(Q(name_key__startswith=key) | Q(name_key__contains=f" {key}"))


def _beginning(people: QuerySet, key: str) -> QuerySet:
    """By a range instead of LIKE, which no index of either database serves in every collation."""
    return people.filter(name_key__gte=key, name_key__lt=key + chr(0x10FFFD))
