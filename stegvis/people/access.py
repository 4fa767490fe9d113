"""The doors to companies and people."""

from stegvis.people.models import Company, DuplicatePair, IdealProfile, Merge, Person
from stegvis.workspaces.access import get_in_workspace
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


def get_pair(member: Member, pk: int) -> DuplicatePair:
    """The pair `pk` of the member's workspace; Http404, or PermissionDenied for who may change nothing."""
    pair = get_in_workspace(DuplicatePair.objects.all(), member, pk, "edit")
    for one in (pair.first_id, pair.second_id):
        (get_company if pair.kind == "company" else get_person)(member, one)
    return pair


def get_merge(member: Member, pk: int) -> Merge:
    """The merge `pk` of the member's workspace whose kept record the member sees; Http404, or PermissionDenied."""
    merge = get_in_workspace(Merge.objects.all(), member, pk, "delete")
    (get_company if merge.kind == "company" else get_person)(member, merge.keep_id)
    return merge


def get_profile(member: Member, pk: int, verb: str = "see") -> IdealProfile:
    """A living profile of ideal customers; Http404, or PermissionDenied."""
    return get_in_workspace(IdealProfile.objects.all(), member, pk, verb)
