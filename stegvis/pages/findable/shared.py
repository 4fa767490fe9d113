"""What several kinds have in common."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from stegvis.core.written import Written
from stegvis.people.models import ContactPoint
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import Scope, colleagues, scope_of

SEPARATOR = " · "
AT_ONCE = 5_000


def reached_by(holder: str, ids: list[int]) -> dict[int, list[str]]:
    """The e-mails, phones, pages and domains of records of one `holder` ("company" or "person"), by record."""
    found: dict[int, list[str]] = defaultdict(list)
    points = ContactPoint.objects.across_workspaces("the records are named").filter(**{f"{holder}__in": ids})
    for record, value in points.order_by("id").values_list(holder, "value"):
        found[record].append(value)
    return found


def all_ids(model, workspace_id: int) -> Iterator[int]:
    """The ids of all records of a workspace, deleted ones too: they may come back."""
    manager = getattr(model, "with_deleted", model.objects)
    ids = manager.filter(workspace=workspace_id).order_by("id").values_list("id", flat=True)
    last = 0
    # Some at a time: whoever writes while walking would have to keep, for an open cursor, all that was there before.
    while part := list(ids.filter(id__gt=last)[:AT_ONCE]):
        yield from part
        last = part[-1]


def everything(model):
    """Records of any workspace, deleted ones too, for the index."""
    manager = getattr(model, "with_deleted", model.objects)
    return manager.across_workspaces("the index keeps all of them apart by workspace").order_by()


def seen_rows(member: Member, model: type[Owned], ids: Collection[int], *fields: str) -> list[tuple]:
    """`fields` of those records of `model` among `ids` that the member sees, by a query written once."""
    owners = colleagues(member, scope_of(member, "see"))
    if not ids:
        return []
    if owners == []:
        return list(model.objects.visible_to(member).filter(pk__in=ids).values_list(*fields))  # type: ignore
    scope = {"owners": owners} if owners else {}
    return SEEN(model, fields, workspace=member.workspace_id, member=member.pk, ids=list(ids), **scope)


def _seen(
    model: type[Owned],
    fields: tuple[str, ...],
    workspace: int,
    member: int,
    ids: list[int],
    owners: Collection[int] | None = None,
) -> QuerySet:
    return model.objects.seen_by(workspace, member, owners).filter(pk__in=ids).values_list(*fields)  # type: ignore


SEEN = Written(_seen)


def joined(*parts: str | None) -> str:
    """What is there of these, side by side."""
    return SEPARATOR.join(part for part in parts if part)


def eyes_of(member: Member) -> tuple | None:
    """All that decides what a member may see; None where it goes by teams, whose members may change."""
    scope = scope_of(member, "see")
    return None if scope == Scope.TEAM else (member.workspace_id, member.pk, scope)
