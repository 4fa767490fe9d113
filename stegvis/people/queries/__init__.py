"""Reads about companies and people that several screens need."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from stegvis.core.errors import Refused
from stegvis.people.home import home_country
from stegvis.people.models import Company, ContactPoint, Person
from stegvis.people.naming import name_key, same_keys
from stegvis.people.numbers import number_key, registration_number
from stegvis.people.queries.similar import similar_ids
from stegvis.people.reaching import domain_of, point
from stegvis.workspaces.models import Member

MOST = 5
NUMBERED = re.compile(r"([0-9]{1,18})|.*\(#([0-9]{1,18})\)")


@dataclass(frozen=True)
class Lookalike:
    """A record that may be the one somebody is about to make; `why` is domain, number, email, phone, name, similar."""

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
        ("similar", seen.filter(pk__in=similar_ids(member, "company", name)) if name.strip() else None),
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
        ("similar", seen.filter(pk__in=similar_ids(member, "person", name)) if name.strip() else None),
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
    ways = {number.strip(), number_key(number)}
    for place in {country, "SE", "NO", "PL"}:
        try:
            ways.add(registration_number(number, place))
        except Refused:
            continue
    return sorted(ways)


def visible_company(member: Member, pk: int) -> Company | None:
    """The company `pk` if `member` sees it."""
    return Company.objects.visible_to(member).filter(pk=pk).first()


def companies_named(member: Member, name: str) -> list[Company]:
    """The companies of exactly this name (case and accents aside) that `member` sees; two are enough to know."""
    return list(Company.objects.visible_to(member).filter(name_key=name_key(name))[:2])


def company_suggestions(member: Member, typed: str) -> list[Company]:
    """At most ten companies that `member` sees and whose name begins with what was typed, by name."""
    key = name_key(typed)
    seen = Company.objects.visible_to(member).only("id", "name", "workspace_id")
    return list(seen.filter(name_key__gte=key, name_key__lt=f"{key}\U0010ffff").order_by("name_key", "id")[:10])


def person_suggestions(member: Member, typed: str) -> list[Person]:
    """At most ten people that `member` sees and whose name begins with what was typed, by name."""
    key = name_key(typed)
    seen = Person.objects.visible_to(member)
    return list(seen.filter(name_key__gte=key, name_key__lt=f"{key}\U0010ffff").order_by("name_key", "id")[:10])


def active_members(member: Member) -> QuerySet:
    """Those of the member's workspace who can work, by name."""
    return Member.objects.filter(workspace=member.workspace_id).active().order_by("name", "id")


def company_of_address(member: Member, text: str) -> Company | None:
    """The company that `?company=12` names, if `member` sees it."""
    return visible_company(member, int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None


def like_company(member: Member, facts: dict) -> list[Lookalike]:
    """Who looks like the company of these `facts` (as `create_company` takes them)."""
    number, country = facts.get("registration_number", ""), facts.get("country", "")
    domains = [*facts.get("domains", ()), *facts.get("emails", ())]
    return company_lookalikes(member, name=facts["name"], domains=domains, number=number, country=country)


def like_person(member: Member, facts: dict) -> list[Lookalike]:
    """Who looks like the person of these `facts` (as `create_person` takes them)."""
    name = f"{facts.get('first_name', '')} {facts.get('last_name', '')}"
    return person_lookalikes(member, name=name, emails=facts.get("emails", ()), phones=_numbers(member, facts))


def _numbers(member: Member, facts: dict) -> list[str]:
    """The phones in normal form; what is none is left to the operation to refuse."""
    company = facts.get("company")
    country = (company.country if company else "") or home_country(member.workspace)
    try:
        return [point("phone", text, country=country).value for text in facts.get("phones", ())]
    except Refused:
        return []


def person_named(member: Member, text: str) -> Person | None:
    """The person that `member` sees and that `text` names: a number, "Name (#12)", or a name only one person has."""
    seen = Person.objects.visible_to(member)
    digits = NUMBERED.fullmatch(text.strip())
    if digits:
        return seen.filter(pk=int(digits[1] or digits[2])).first()
    found = list(seen.filter(name_key=name_key(text.replace("\x00", "")))[:2])
    return found[0] if len(found) == 1 else None
