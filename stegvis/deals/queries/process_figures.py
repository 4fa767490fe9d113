"""Today's deals over the drawings of a process: kept sums, and how the newest stays in each stage ended.

Costs the same with ten deals and with a million: sums are kept, and of each stage only its newest stays are looked at.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from stegvis.core.written import Written
from stegvis.deals.conversion import rates_on
from stegvis.deals.queries.ended_stays import NOTHING, Ended, read_ended, read_kept
from stegvis.deals.queries.tallies import Bin, read_tallies
from stegvis.processes.models import Process, Stage
from stegvis.processes.overlays import StageFigures
from stegvis.ui.formats import money_short
from stegvis.workspaces.models import Member
from stegvis.workspaces.queries.sight import SIGHT

# Of a process with many versions only its newest stages are looked at.
MOST_STAGES = 60
# Up to so many deals one more or less changes what is told, and all is looked at each time.
MANY = 500


def read_figures(member: Member, process: Process, keys: Collection[str]) -> Mapping[str, StageFigures]:
    """Figures by lineage of the stages, of all versions of `process`; of deals that `member` may see.

    Stages that are not among `keys` come with their deals only.
    """
    rows = STAGES(workspace=member.workspace_id, process=process.pk) if keys else []
    ids, names = dict[str, list[int]](), dict[str, str]()
    for pk, lineage, name, _sight in rows:
        ids.setdefault(lineage, []).append(pk)
        names.setdefault(lineage, name)
    tallies = read_tallies(member, [pk for pk, *_rest in rows], None)
    rates = rates_on(member.workspace, tallies.currencies)
    drawn = {pk: lineage for pk, lineage, *_rest in rows if lineage in keys}
    newest = dict(list(drawn.items())[:MOST_STAGES])
    many = sum(one.deals for one in tallies.all.values()) > MANY
    ended, at = read_kept(member, newest, rows[0][-1]) if many else (read_ended(member, newest), None)
    return {
        key: _figures(member, names[key], tallies.of(own), rates, ended.get(key, NOTHING), at)
        for key, own in ids.items()
    }


def _stages(workspace: int, process: int) -> QuerySet:
    found = Stage.objects.filter(workspace=workspace, process=process).order_by("-pk").annotate(sight=SIGHT)
    return found.values_list("pk", "lineage", "name", "sight")


STAGES = Written(_stages)


def _figures(member: Member, name: str, held: Bin, rates, ended: Ended, at: datetime | None) -> StageFigures:
    total = held.total(rates, member.workspace.currency) if held.deals else None
    value = money_short(total.amount, total.base) if total and total.amount else ""
    return StageFigures(held.deals, value, ended.days, ended.goes_on, ended.stale, ended.more, name, at)
