"""The doors to companies and people."""

from stegvis.people.models import Company, Person
from stegvis.workspaces.access import get_owned
from stegvis.workspaces.models import Member


def get_company(member: Member, pk: int, verb: str = "see") -> Company:
    """The company that `member` may see, with owner and parent; Http404, or PermissionDenied."""
    return get_owned(Company.objects.select_related("owner", "parent"), member, pk, verb)


def get_person(member: Member, pk: int, verb: str = "see") -> Person:
    """The person that `member` may see, with owner and company; Http404, or PermissionDenied."""
    return get_owned(Person.objects.select_related("owner", "company"), member, pk, verb)
