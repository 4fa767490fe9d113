"""Reads about companies and people that several screens need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.naming import name_key, same_keys
from stegvis.people.numbers import number_key, registration_number
from stegvis.people.reaching import domain_of
from stegvis.workspaces.models import Member

MOST = 5


@dataclass(frozen=True)
class Lookalike:
    """A record that may be the one somebody is about to make; `why` is domain, number, email, phone or name."""

    record: Company | Person
    why: str


def company_lookalikes(
    member: Member, *, name: str = "", domains: Iterable[str] = (), number: str = "", country: str = ""
) -> list[Lookalike]:
    """Companies that `member` sees and that have the same domain, registration number or name; at most five."""
    seen = Company.objects.visible_to(member)
    keys = [key for key in map(domain_of, domains) if key]
    return _first(
        ("domain", seen.filter(pk__in=_reached(member, "domain", keys, "company")) if keys else None),
        ("number", seen.filter(registration_number__in=_written(number, country)) if number.strip() else None),
        ("name", seen.filter(name_key__in=same_keys(name)) if name.strip() else None),
    )


def person_lookalikes(
    member: Member, *, name: str = "", emails: Iterable[str] = (), phones: Iterable[str] = ()
) -> list[Lookalike]:
    """People that `member` sees with the same e-mail, phone (in normal form) or name; at most five."""
    seen = Person.objects.visible_to(member).select_related("company")
    emails, phones = [text.strip().lower() for text in emails if text.strip()], [text for text in phones if text]
    return _first(
        ("email", seen.filter(pk__in=_reached(member, "email", emails, "person")) if emails else None),
        ("phone", seen.filter(pk__in=_reached(member, "phone", phones, "person")) if phones else None),
        ("name", seen.filter(name_key=name_key(name)) if name.strip() else None),
    )


def _first(*ways: tuple[str, QuerySet | None]) -> list[Lookalike]:
    found: dict[int, Lookalike] = {}
    for why, records in ways:
        for record in records[:MOST] if records is not None else ():
            found.setdefault(record.pk, Lookalike(record, why))
    return list(found.values())[:MOST]


def _reached(member: Member, kind: str, keys: Sequence[str], side: str) -> QuerySet:
    points = ContactPoint.objects.filter(workspace=member.workspace_id, kind=kind, key__in=keys)
    return points.filter(**{f"{side}__isnull": False}).values(side)


def _written(number: str, country: str) -> list[str]:
    """The ways in which a number may stand in the table: as typed, and as Sweden, Norway and Poland write it."""
    from stegvis.core.errors import Refused

    ways = {number.strip(), number_key(number)}
    for place in {country, "SE", "NO", "PL"}:
        try:
            ways.add(registration_number(number, place))
        except Refused:
            continue
    return sorted(ways)
