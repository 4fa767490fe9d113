"""Today's deals over the drawings of a process: kept sums, and how the newest stays in each stage ended.

Costs the same with ten deals and with a million: sums are kept, and of each stage only its newest stays are looked at.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.core.written import Written
from stegvis.deals.conversion import rates_on
from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.queries.slices import first_of_slices
from stegvis.deals.queries.tallies import read_tallies
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.processes.overlays import StageFigures
from stegvis.ui.formats import money_short
from stegvis.workspaces.models import Member

LOOK = 200
# Of a process with many versions only its newest stages are looked at.
MOST_STAGES = 60
# Of fewer stays that ended nothing is said.
ENOUGH = 5
STAYS = ("stage_id", "deal_id", "entered_at", "left_at", "next_stage__kind", "next_stage__position", "stage__position")


def read_figures(member: Member, process: Process, keys: Collection[str]) -> Mapping[str, StageFigures]:
    """Figures by lineage of the stages, of all versions of `process`; of deals that `member` may see.

    Stages that are not among `keys` come with their deals only.
    """
    rows = STAGES(workspace=member.workspace_id, process=process.pk) if keys else []
    ids, names = dict[str, list[int]](), dict[str, str]()
    for pk, lineage, name in rows:
        ids.setdefault(lineage, []).append(pk)
        names.setdefault(lineage, name)
    tallies = read_tallies(member, [pk for pk, *_rest in rows], None)
    rates = rates_on(member.workspace, tallies.currencies)
    drawn = {pk: lineage for pk, lineage, _name in rows if lineage in keys}
    newest = dict(list(drawn.items())[:MOST_STAGES])
    stays, late = _stays(member, newest), _late(member, newest)
    return {
        key: _figures(member, names[key], tallies.of(own), rates, stays.get(key, ()), late.get(key, (0, False)))
        for key, own in ids.items()
    }


def _stages(workspace: int, process: int) -> QuerySet:
    found = Stage.objects.filter(workspace=workspace, process=process).order_by("-pk")
    return found.values_list("pk", "lineage", "name")


STAGES = Written(_stages)


def _figures(
    member: Member, name: str, held, rates, stays: Sequence[tuple[int | None, bool]], late: tuple[int, bool]
) -> StageFigures:
    total = held.total(rates, member.workspace.currency) if held.deals else None
    value = money_short(total.amount, total.base) if total and total.amount else ""
    known = [days for days, _goes_on in stays if days is not None]
    ways = [goes_on for _days, goes_on in stays]
    return StageFigures(
        held.deals,
        value,
        round(median(known)) if len(known) >= ENOUGH else None,
        round(100 * sum(ways) / len(ways)) if len(ways) >= ENOUGH else None,
        *late,
        name,
    )


def _stays(member: Member, lineages: Mapping[int, str]) -> dict[str, list[tuple[int | None, bool]]]:
    """Of the newest stays that ended: whole days, and whether the deal went on; by lineage."""
    visits = StageVisit.objects.filter(workspace=member.workspace_id, entered_at__isnull=False).order_by("-entered_at")
    rows = first_of_slices(visits.values_list(*STAYS), [(pk,) for pk in lineages], LOOK)
    ended = [row for row in rows if row[4] is not None]
    seen = _seen(member, {row[1] for row in ended})
    found: dict[str, list[tuple[int | None, bool]]] = {}
    for stage, deal, entered, left, kind, to, place in ended:
        if deal in seen:
            days = (left - entered).days if entered and left else None
            found.setdefault(lineages[stage], []).append((days, _goes_on(kind, to, place)))
    return found


def _late(member: Member, lineages: Mapping[int, str]) -> dict[str, tuple[int, bool]]:
    """How many deals are stale, by lineage, and whether there may be more: the newest of each stage are looked at."""
    deals = Deal.objects.filter(workspace=member.workspace_id, stale_at__lte=timezone.now()).order_by("-stale_at")
    rows = first_of_slices(deals.values_list("stage_id", "pk"), [(pk,) for pk in lineages], LOOK + 1)
    looked, seen = Counter(stage for stage, _deal in rows), _seen(member, {deal for _stage, deal in rows})
    found: dict[str, tuple[int, bool]] = {}
    for stage, lineage in lineages.items():
        count, more = found.get(lineage, (0, False))
        own = sum(1 for one, deal in rows if one == stage and deal in seen)
        found[lineage] = (count + min(own, LOOK), more or looked[stage] > LOOK)
    return found


def _seen(member: Member, deals: Collection[int]) -> set[int]:
    """Those that the member may see."""
    if not deals:
        return set()
    return set(Deal.objects.visible_to(member).filter(pk__in=deals).order_by().values_list("pk", flat=True))


def _goes_on(kind: str, to: int, place: int) -> bool:
    """Whether a move led on: to a later open stage, or to the sale."""
    return kind == StageKind.WON or (kind == StageKind.OPEN and to > place)
