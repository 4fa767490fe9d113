"""The doors to companies and people."""

from stegvis.people.models import Company, Person
from stegvis.workspaces.doors import Door
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries.following import marked

COMPANY, PERSON = Door(Company, ("followed",), marked), Door(Person, ("followed",), marked)


def get_company(member: Member, pk: int, verb: str = "see") -> Company:
    """The company that `member` may see, with owner, parent and whether it is followed; Http404, PermissionDenied."""
    return COMPANY(member, pk, verb, ("owner", "parent"))


def get_person(member: Member, pk: int, verb: str = "see") -> Person:
    """The person that `member` may see, with owner, company and whether it is followed; Http404, PermissionDenied."""
    return PERSON(member, pk, verb, ("owner", "company"))
