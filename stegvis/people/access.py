"""The doors to companies and people."""

from stegvis.people.models import Company, Person
from stegvis.workspaces.doors import Door
from stegvis.workspaces.models import Member

COMPANY, PERSON = Door(Company), Door(Person)


def get_company(member: Member, pk: int, verb: str = "see") -> Company:
    """The company that `member` may see, with owner and parent; Http404, or PermissionDenied."""
    return COMPANY(member, pk, verb, ("owner", "parent"))


def get_person(member: Member, pk: int, verb: str = "see") -> Person:
    """The person that `member` may see, with owner and company; Http404, or PermissionDenied."""
    return PERSON(member, pk, verb, ("owner", "company"))
