"""Making anew what is derived: visits from moves, kept sums from deals."""

from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from stegvis.deals.models import Deal, DealTally, StageMove, StageVisit
from stegvis.deals.next_tasks import REBUILD
from stegvis.deals.paths import stays
from stegvis.deals.tallying import rebuild_statement
from stegvis.workspaces.models import Workspace
from stegvis.workspaces.permissions import Actor, require

PART = 500


@transaction.atomic
def rebuild_tallies(workspace: Workspace, *, by: Actor) -> int:
    """Count and sum the deals of `workspace` anew; returns how many tallies there are. Raises PermissionDenied."""
    require(by, "settings")
    tallies = DealTally.objects.filter(workspace=workspace)
    tallies.delete()
    with connection.cursor() as cursor:
        cursor.execute(rebuild_statement(connection.vendor), [workspace.pk])
    return tallies.count()


@transaction.atomic
def rebuild_next_tasks(workspace: Workspace, *, by: Actor) -> int:
    """Say anew which task is next on each deal of `workspace`; returns how many deals there are."""
    require(by, "settings")
    with connection.cursor() as cursor:
        cursor.execute(REBUILD, [workspace.pk])
        return cursor.rowcount


@transaction.atomic
def rebuild_visits(workspace: Workspace, *, by: Actor) -> int:
    """Make the visits of all deals of `workspace` anew from their moves; returns how many deals had others.

    Seller and value of a stay that is known already are kept: moves do not hold them. The last stay is where the deal
    is, as a new version of its process may have led it on without a move. Raises PermissionDenied.
    """
    require(by, "settings")
    return sum(_rebuild(part) for part in _parts(workspace))


def _parts(workspace: Workspace) -> Iterator[list[Deal]]:
    last = 0
    deals = Deal.with_deleted.filter(workspace=workspace).order_by("pk").prefetch_related("moves", "visits")
    while part := list(deals.filter(pk__gt=last)[:PART]):
        last = part[-1].pk
        yield part


def _rebuild(deals: Sequence[Deal]) -> int:
    mended = 0
    for deal in deals:
        known, wanted = list(deal.visits.all()), _wanted(deal)
        if [_facts(one) for one in known] != [_facts(one) for one in wanted]:
            deal.visits.all().delete()
            StageVisit.objects.bulk_create(wanted)
            mended += 1
    return mended


def _wanted(deal: Deal) -> list[StageVisit]:
    """The visits that follow from the deal's moves, not saved yet."""
    moves: list[StageMove] = list(deal.moves.all())
    steps = [(move.to_stage_id, move.at) for move in moves]
    if steps:
        steps[-1] = (deal.stage_id, steps[-1][1])
    known = {visit.sequence: visit for visit in deal.visits.all()}
    return [_visit(deal, move, stay, known.get(move.sequence)) for move, stay in zip(moves, stays(steps), strict=True)]


def _visit(deal: Deal, move: StageMove, stay, known: StageVisit | None) -> StageVisit:
    return StageVisit(
        workspace_id=deal.workspace_id,
        deal=deal,
        sequence=move.sequence,
        stage_id=stay.stage_id,
        entered_at=stay.entered_at,
        left_at=stay.left_at,
        next_stage_id=stay.next_stage_id,
        seller_id=known.seller_id if known else deal.owner_id,
        amount=known.amount if known else deal.amount,
        currency=known.currency if known else deal.currency,
    )


def _facts(visit: StageVisit) -> tuple:
    return (visit.sequence, visit.stage_id, visit.entered_at, visit.left_at, visit.next_stage_id)
