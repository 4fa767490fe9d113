"""The door to what is done for a person's rights."""

from stegvis.people.access import get_person
from stegvis.people.models import Person
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require


def get_person_to_erase(member: Member, pk: int) -> Person:
    """The person that `member` may change and delete; Http404, or PermissionDenied."""
    person = get_person(member, pk, "edit")
    require(member, "delete", person)
    return person


def get_person_to_hand_out(member: Member, pk: int) -> Person:
    """The person that `member` may export and change; Http404, or PermissionDenied."""
    person = get_person(member, pk, "export")
    require(member, "edit", person)
    return person
