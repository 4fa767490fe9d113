"""Competitors of deals that are there already: added, never taken away; who won a lost one is what the file says."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from stegvis.core.bulk import insert_rows
from stegvis.deals.models import Deal, DealCompetitor
from stegvis.deals.operations.competing import forget_winners
from stegvis.deals.operations.recording import RIVAL_COLUMNS, rival_rows
from stegvis.transfer.run import Run

if TYPE_CHECKING:
    from stegvis.transfer.kinds.updating import Told


def add_rivals(run: Run, part: "Told", before: list[dict[str, Any]]) -> None:
    """Bring the deals of `part` up to what their rows say; what was is kept in `before`."""
    wanting = [pk for pk, (_one, wanted) in part.items() if wanted.rival_ids]
    if not wanting:
        return
    playing = DealCompetitor.objects.filter(workspace=run.workspace, deal__in=wanting).order_by("id")
    known = {(deal, one): won for deal, one, won in playing.values_list("deal_id", "competitor_id", "won")}
    rows, winners = [], defaultdict(list)
    for (pk, (_one, wanted)), old in zip(part.items(), before, strict=True):
        if new := sorted({one for one in wanted.rival_ids if (pk, one) not in known}):
            old["rivals"] = new
            rows += rival_rows(pk, new, run.actor, run.now)
        if wanted.won_by_id and not known.get((pk, wanted.won_by_id)):
            old["winner"] = next((one for (deal, one), won in known.items() if deal == pk and won), None)
            winners[wanted.won_by_id].append(pk)
    if rows:
        insert_rows(DealCompetitor, RIVAL_COLUMNS, rows)
    _crown(run, winners)


def _crown(run: Run, winners: Mapping[int, list[int]]) -> None:
    for competitor, deals in winners.items():
        forget_winners(deals, run.workspace.pk)
        rows = DealCompetitor.objects.filter(workspace=run.workspace, competitor=competitor, deal__in=deals)
        rows.update(won=True)


def restore_rivals(deal: Deal, before: Mapping[str, Any]) -> None:
    """Take back what `add_rivals` did, by what it kept."""
    if before.get("rivals"):
        deal.rivals.filter(competitor__in=before["rivals"]).delete()
    if "winner" in before:
        forget_winners([deal.pk], deal.workspace_id)
        deal.rivals.filter(competitor=before["winner"]).update(won=True)
