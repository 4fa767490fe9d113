"""How values stand in an export, so that the import reads the same again."""

from collections.abc import Iterable
from datetime import UTC, datetime

from stegvis.people.models import ContactPoint, Person
from stegvis.workspaces.models import Member


def listed(texts: Iterable[str]) -> str:
    """Several values in one cell, with a mark between (or behind a single one) that none of them holds."""
    texts = list(texts)
    mark = "\n" if any(";" in text for text in texts) else ";"
    joined = (mark if mark == "\n" else "; ").join(texts)
    return joined + mark if len(texts) == 1 and ("," in joined or ";" in joined) else joined


def member_text(member: Member | None) -> str:
    """A member as the import finds it: by e-mail where it has one."""
    if member is None:
        return ""
    return f"{member.name} <{member.email}>" if member.email else member.name


def person_text(person: Person) -> str:
    """A person as the import finds it: by e-mail where there is one."""
    email = email_of(person)
    return f"{person.name} <{email}>" if email else person.name


def email_of(person: Person) -> str:
    """The first e-mail address of a person whose contact points are at hand."""
    return next((one.value for one in person.contact_points.all() if one.kind == ContactPoint.Kind.EMAIL), "")


def moment_text(at: datetime | None) -> str:
    """A moment in UTC, exact."""
    return at.astimezone(UTC).isoformat() if at else ""


def yes(value: bool) -> str:
    """ "yes", or nothing."""
    return "yes" if value else ""
