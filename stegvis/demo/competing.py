"""Whom the demo's sellers sell against."""

import datetime

from stegvis.deals.models import Competitor, Deal, DealCompetitor
from stegvis.deals.operations.competing import put_in_play
from stegvis.deals.operations.competitors import add_competitor
from stegvis.demo import material
from stegvis.demo.firm import Firm
from stegvis.processes.models import StageKind

OPEN = 12
WON = (StageKind.WON, StageKind.AFTER_WON)
LOST = (StageKind.LOST, StageKind.AFTER_LOST)
# Whom won and lost deals met, in turn: the first one wins more than the others.
MET_WON, MET_LOST = (1, 2, 1, 0), (0, 0, 1, 0, 2)


def meet_competitors(firm: Firm) -> None:
    """Three competitors with notes; many decided deals met one, and open ones do."""
    told = material.read("competitors")[firm.language]
    rivals = [add_competitor(firm.workspace, one["name"], by=firm.story, **_facts(one)) for one in told]
    DealCompetitor.objects.bulk_create([*_met(firm, rivals, WON, MET_WON), *_met(firm, rivals, LOST, MET_LOST)])
    living = Deal.objects.filter(workspace=firm.workspace).open().select_related("owner", "workspace", "stage__version")
    for number, deal in enumerate(living.order_by("id")[:OPEN]):
        for rival in rivals[number % 3 : number % 3 + 1 + number % 2]:
            put_in_play(deal, rival.name, by=deal.owner)


def _facts(one: dict[str, str]) -> dict[str, str]:
    return {"website": one["website"], "note": one["note"]}


def _met(
    firm: Firm, rivals: list[Competitor], kinds: tuple[StageKind, ...], turns: tuple[int, ...]
) -> list[DealCompetitor]:
    """Two of three decided deals met one; of three that were lost to it two say so."""
    deals = Deal.objects.filter(workspace=firm.workspace, status__in=kinds).order_by("id")
    rows = enumerate(deals.values_list("pk", "owner", "created_at"))
    return [
        DealCompetitor(
            workspace=firm.workspace,
            deal_id=pk,
            competitor=rivals[turns[number % len(turns)]],
            won=kinds is LOST and number % 9 < 6,
            added_by_id=owner,
            added_at=made + datetime.timedelta(days=5),
        )
        for number, (pk, owner, made) in rows
        if number % 3
    ]
