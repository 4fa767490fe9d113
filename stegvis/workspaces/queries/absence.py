"""Who is away, and who stands in."""

import datetime

from django.db.models import Q, QuerySet

from stegvis.core.written import Written, columns
from stegvis.workspaces.models import Member

# A substitute may be away as well: its own stands in. Longer chains are a mistake, and circles end.
LONGEST_CHAIN = 5


def stands_in_for(member: Member, on: datetime.date) -> list[int]:
    """The ids of the members who are away on the day `on` and whose work `member` sees and does; usually none.

    One query by index, and one more for each link of a chain of substitutes who are away themselves.
    """
    found: list[int] = []
    asked = [member.pk]
    for __ in range(LONGEST_CHAIN):
        rows = ABSENT(workspace=member.workspace_id, substitutes=asked, on=on) if asked else []
        asked = [pk for (pk,) in rows if pk != member.pk and pk not in found]
        found += asked
    return found


def substitutes_for(member: Member, on: datetime.date) -> list[Member]:
    """Who does the work of `member` on the day `on`: nobody while it is there or named nobody, else its substitute.

    While that one is away too its own substitute comes behind it: the last of the list is at work.
    """
    found: list[Member] = []
    now = member
    while now.is_absent(on) and now.substitute_id and len(found) < LONGEST_CHAIN:
        rows = BY_ID.instances(Member, workspace=member.workspace_id, pk=now.substitute_id)
        if not rows or rows[0].pk in {member.pk, *(one.pk for one in found)}:
            break
        now = rows[0]
        now.workspace = member.workspace
        found.append(now)
    return found


def _absent(workspace: int, substitutes: list[int], on: datetime.date) -> QuerySet:
    away = Q(absent_from__lte=on) & (Q(absent_until=None) | Q(absent_until__gte=on))
    members = Member.objects.filter(away, workspace=workspace, substitute__in=substitutes)
    return members.values_list("pk")


def _by_id(workspace: int, pk: int) -> QuerySet:
    return Member.objects.filter(workspace=workspace, pk=pk, active=True).values_list(*columns(Member))


ABSENT, BY_ID = Written(_absent), Written(_by_id)
