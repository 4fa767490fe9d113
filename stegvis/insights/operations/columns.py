"""Keeping the stays of large workspaces as columns. Brings numpy: imported by the worker's job."""

from django.db import connection, transaction

from stegvis.deals.models import StageVisit
from stegvis.insights.models import PART, ChangedStay, ColumnsKept, StayColumns
from stegvis.insights.queries.columns.packing import pack
from stegvis.insights.queries.columns.visits import FACTS, WORTH, read_visits
from stegvis.workspaces.models import Workspace

# PostgreSQL: how long writers may be kept waiting for the moment from which on changes are noted.
PATIENCE = "2s"
AT_ONCE = 5_000


def keep_columns(workspace: Workspace) -> int:
    """Make the columns of `workspace` that are not there or no longer true; returns how many parts that were.

    May be stopped at any moment, and run twice at a time.
    """
    kept = _begin(workspace)
    made = _make_missing(workspace) if not kept.complete else 0
    ColumnsKept.objects.filter(workspace=workspace, complete=False).update(complete=True)
    return made + sum(make_part(workspace, part) for part in _changed_parts(workspace))


def _begin(workspace: Workspace) -> ColumnsKept:
    """From now on changes are noted: also those of who is at it and has not finished."""
    kept = ColumnsKept.objects.filter(workspace=workspace).first()
    if kept is not None:
        return kept
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
                cursor.execute(f"LOCK TABLE {StageVisit._meta.db_table} IN SHARE MODE")
        return ColumnsKept.objects.get_or_create(workspace=workspace)[0]


def _make_missing(workspace: Workspace) -> int:
    made, part = 0, -1
    there = set(StayColumns.objects.filter(workspace=workspace).values_list("part", flat=True))
    visits = StageVisit.objects.filter(workspace=workspace).order_by("deal_id").values_list("deal_id", flat=True)
    while (deal := visits.filter(deal__gte=(part + 1) * PART).first()) is not None:
        part = deal // PART
        made += part not in there and make_part(workspace, part)
    return made


def _changed_parts(workspace: Workspace) -> list[int]:
    changed = ChangedStay.objects.filter(workspace=workspace).order_by().values_list("deal", flat=True).distinct()
    return sorted({deal // PART for deal in changed})


def make_part(workspace: Workspace, part: int) -> bool:
    """Make one part anew; False where somebody else did so meanwhile.

    Changes are read before the stays, and only those that were there are forgotten: one that is noted meanwhile stays.
    """
    within = {"deal__gte": part * PART, "deal__lt": (part + 1) * PART}
    noted = list(ChangedStay.objects.filter(workspace=workspace, **within).values_list("pk", flat=True))
    before = StayColumns.objects.filter(workspace=workspace, part=part).values_list("edition", flat=True).first()
    ways, worth = pack(part, read_visits(workspace.pk, (*FACTS, *WORTH), **within))
    with transaction.atomic():
        own = StayColumns.objects.filter(workspace=workspace, part=part)
        if before is None:
            facts = {"edition": 1, "ways": ways, "worth": worth}
            done = StayColumns.objects.get_or_create(workspace=workspace, part=part, defaults=facts)[1]
        else:
            done = bool(own.filter(edition=before).update(edition=before + 1, ways=ways, worth=worth))
        if done:
            for start in range(0, len(noted), AT_ONCE):
                ChangedStay.objects.filter(workspace=workspace, pk__in=noted[start : start + AT_ONCE]).delete()
    return done


def drop_columns(workspace: Workspace) -> None:
    """Keep no columns any more: changes are not noted from now on."""
    with transaction.atomic():
        for model in (ColumnsKept, StayColumns, ChangedStay):
            model.objects.filter(workspace=workspace).delete()
