"""How the newest stays in each stage of a process ended, and how many deals are stale there.

Of each stage only its newest are looked at. The answer can be kept for a moment all the same: under all that it depends
on but the deals themselves, so that nobody is told of deals that somebody else may see.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median

from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.queries.slices import first_of_slices
from stegvis.processes.models import StageKind
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import colleagues, scope_of

LOOK = 200
# Of fewer stays that ended nothing is said.
ENOUGH = 5
KEPT_SECONDS = 600
STAYS = ("stage_id", "seen", "entered_at", "left_at", "next_stage__kind", "next_stage__position", "stage__position")


@dataclass(frozen=True)
class Ended:
    """Median days in a stage, share that went on in percent (None for too few), stale deals and whether maybe more."""

    days: int | None = None
    goes_on: int | None = None
    stale: int = 0
    more: bool = False


NOTHING = Ended()


def read_ended(member: Member, lineages: Mapping[int, str]) -> dict[str, Ended]:
    """By lineage, of the stages whose lineages are given by id, as `member` sees them."""
    stays, stale = _stays(member, lineages), _stale(member, lineages)
    return {lineage: _ended(lineage, lineages, stays, stale) for lineage in set(lineages.values())}


def read_kept(member: Member, lineages: Mapping[int, str], sight: Sequence) -> tuple[dict[str, Ended], datetime]:
    """The same as kept some minutes ago, and when it was read.

    `sight` are the newest changes of who may see which deal: after one of them all is read anew.
    """
    key = _key(member, lineages, sight)
    found = cache.get(key)
    if found is None:
        found = {"at": timezone.now(), "ended": {of: asdict(one) for of, one in read_ended(member, lineages).items()}}
        cache.set(key, found, KEPT_SECONDS)
    return {lineage: Ended(**one) for lineage, one in found["ended"].items()}, found["at"]


def _key(member: Member, lineages: Mapping[int, str], sight: Sequence) -> str:
    seen = colleagues(member, scope_of(member, "see"))
    facts = [member.workspace_id, member.pk, seen, sight, list(lineages)]
    return f"ended-stays-{hashlib.sha256(json.dumps(facts).encode()).hexdigest()}"


def _ended(lineage: str, lineages: Mapping[int, str], stays: list[tuple], stale: list[tuple]) -> Ended:
    """Figures of one lineage; a stage of an older version counts with its own newest."""
    own = [pk for pk, one in lineages.items() if one == lineage]
    ways = [(_days(row[2], row[3]), _goes_on(*row[4:])) for row in stays if row[0] in own and row[1]]
    known = [one for one, _on in ways if one is not None]
    seen = {pk: sum(1 for stage, there in stale if stage == pk and there) for pk in own}
    return Ended(
        round(median(known)) if len(known) >= ENOUGH else None,
        round(100 * sum(on for _days, on in ways) / len(ways)) if len(ways) >= ENOUGH else None,
        sum(min(count, LOOK) for count in seen.values()),
        any(sum(1 for stage, _there in stale if stage == pk) > LOOK for pk in own),
    )


def _stays(member: Member, lineages: Mapping[int, str]) -> list[tuple]:
    """Rows of STAYS: the newest stays of each stage that ended."""
    visits = StageVisit.objects.filter(workspace=member.workspace_id, entered_at__isnull=False).order_by("-entered_at")
    told = visits.annotate(seen=_seen(member, "deal")).values_list(*STAYS)
    return [row for row in first_of_slices(told, [(pk,) for pk in lineages], LOOK) if row[4] is not None]


def _stale(member: Member, lineages: Mapping[int, str]) -> list[tuple]:
    """Stage, and whether the member sees the deal: the newest stale ones of each stage."""
    deals = Deal.objects.filter(workspace=member.workspace_id, stale_at__lte=timezone.now()).order_by("-stale_at")
    told = deals.annotate(seen=_seen(member, "pk")).values_list("stage_id", "seen")
    return first_of_slices(told, [(pk,) for pk in lineages], LOOK + 1)


def _seen(member: Member, deal: str) -> Exists:
    seen: QuerySet = Deal.objects.visible_to(member).order_by()
    return Exists(seen.filter(pk=OuterRef(deal)))


def _days(entered: datetime | None, left: datetime | None) -> int | None:
    return (left - entered).days if entered and left else None


def _goes_on(kind: str, to: int, place: int) -> bool:
    """Whether a move led to a later open stage, or to the sale."""
    return kind == StageKind.WON or (kind == StageKind.OPEN and to > place)
