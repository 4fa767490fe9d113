"""Who follows what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from stegvis.core.scoping import WorkspaceOwned
from stegvis.core.written import Written, columns
from stegvis.workspaces.models import Following, Member
from stegvis.workspaces.telling import KINDS

Subject: TypeAlias = tuple[str, int]
MOST = 500


def subject_of(record: WorkspaceOwned) -> Subject:
    """A record as follows and notices name it: the name of its model, and its id."""
    return str(record._meta.model_name), record.pk


def followers(record: WorkspaceOwned, also: Iterable[Subject] = ()) -> list[Member]:
    """The active members who follow `record` or one of `also`; one indexed query."""
    subjects = [subject_of(record), *also]
    values = {f"kind{place}": kind for place, (kind, __) in enumerate(subjects)}
    values |= {f"id{place}": pk for place, (__, pk) in enumerate(subjects)}  # type: ignore[misc]
    found = FOLLOWERS.instances(Member, len(subjects), workspace=record.workspace_id, **values)
    for member in found:
        member.workspace = record.workspace
    return found


def _followers(count: int, workspace: int, **marks) -> QuerySet:
    wanted = Q()
    for place in range(count):
        wanted |= Q(kind=marks[f"kind{place}"], record_id=marks[f"id{place}"])
    following = Following.objects.filter(wanted, workspace=workspace).values("member")
    within = Member.objects.filter(workspace=workspace, pk__in=following, active=True)
    return within.values_list(*columns(Member))


FOLLOWERS = Written(_followers)


def marked(records: QuerySet, member: int) -> QuerySet:
    """The records of one kind, each with `followed`: whether `member` (an id) follows it."""
    everywhere = Following.objects.across_workspaces("a member is in one workspace")
    mine = everywhere.filter(member=member, kind=records.model._meta.model_name)
    return records.annotate(followed=Exists(mine.filter(record_id=OuterRef("pk"))))


def follows(member: Member, record: WorkspaceOwned) -> bool:
    """Whether `member` follows `record`."""
    kind, record_id = subject_of(record)
    return bool(FOLLOWS(member=member.pk, workspace=member.workspace_id, kind=kind, record=record_id))


def _follows(member: int, workspace: int, kind: str, record: int) -> QuerySet:
    mine = Following.objects.filter(workspace=workspace, member=member, kind=kind, record_id=record)
    return mine.values_list("pk")


FOLLOWS = Written(_follows)


@dataclass(frozen=True)
class Followed:
    """One record a member follows, as a list shows it."""

    kind: str
    record_id: int
    title: str
    href: str
    icon: str


def followed_by(member: Member) -> list[Followed]:
    """What `member` follows and still sees, newest first; one query for each kind."""
    mine = Following.objects.filter(workspace=member.workspace_id, member=member).order_by("-id")
    pairs = list(mine.values_list("kind", "record_id")[:MOST])
    titles = titles_of(member, pairs)
    return [
        Followed(kind, pk, titles[kind, pk], address_of_record(member, kind, pk), KINDS[kind].icon)
        for kind, pk in pairs
        if (kind, pk) in titles
    ]


def titles_of(member: Member, subjects: Iterable[Subject]) -> dict[Subject, str]:
    """The titles of those records that `member` may see now; one query for each kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in subjects:
        ids[kind].add(pk)
    known = {kind: KINDS[kind].find(member, some) for kind, some in ids.items() if kind in KINDS}
    return {(kind, pk): title for kind, found in known.items() for pk, title in found.items()}


def address_of_record(member: Member, kind: str, pk: int) -> str:
    """The page of a record."""
    return reverse(KINDS[kind].url_name, kwargs={"slug": member.workspace.slug, "pk": pk})
