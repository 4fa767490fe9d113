"""What a handover would move, and how far one is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise

from stegvis.workspaces.handing import KINDS
from stegvis.workspaces.models import Handover, Member


@dataclass(frozen=True)
class Line:
    """How many records of one kind there are, and how many each receiver would get, in their order."""

    kind: str
    words: str | Promise
    total: int
    shares: list[int]


def preview(leaving: Member, receivers: Sequence[Member]) -> list[Line]:
    """For each kind what `leaving` looks after and which part each of `receivers` (in order of ids) would get."""
    count = max(1, len(receivers))
    return [_line(kind, leaving, count) for kind in KINDS.values()]


def _line(kind, leaving: Member, count: int) -> Line:
    rows = kind.of(leaving.workspace_id, leaving.pk, count).order_by().values("place").annotate(number=Count("pk"))
    numbers = {row["place"]: row["number"] for row in rows}
    return Line(kind.key, kind.words, sum(numbers.values()), [numbers.get(place, 0) for place in range(count)])


def handovers(member: Member) -> list[Handover]:
    """The newest handovers of the workspace."""
    found = Handover.objects.filter(workspace=member.workspace_id).select_related("leaving", "by")
    return list(found.order_by("-id")[:10])
