"""Deals go along to another version of their process without a move, and what they were before is remembered."""

from datetime import timedelta

from django.db import connection
from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, StageVisit, TakenAlong
from stegvis.deals.operations.retiming import stale_moment
from stegvis.processes.drafts import SIDES
from stegvis.processes.models import ProcessVersion, Stage, StageKind
from stegvis.processes.versions import TAKEN_BACK_WITHIN

# When a deal wakes that goes along to a fridge without a day of its own.
WAKES = timedelta(days=90)


def lead_deals(deals: QuerySet, before: Stage, after: Stage) -> None:
    """Bring these deals of `before` to `after`, with the stay they are in: not a move. Refused across an outcome."""
    if SIDES[StageKind(before.kind)] != SIDES[StageKind(after.kind)]:
        raise Refused(_("The deals in “%(stage)s” cannot go there.") % {"stage": before.name})
    visits = StageVisit.objects.filter(workspace=before.workspace_id, stage=before, next_stage=None)
    visits.filter(deal__in=deals.values("pk")).update(stage=after)
    wakes = Coalesce("wake_on", Value(timezone.localdate() + WAKES)) if after.kind == StageKind.PARKED else None
    deals.update(stage=after, status=after.kind, stale_at=stale_moment(after), wake_on=wakes)


def remember_deals(version: ProcessVersion, deals: QuerySet) -> None:
    """Keep where these deals are, before they go along to `version`: one statement for any number of them.

    They are locked, so that none moves on between being remembered and being led.
    """
    rows = deals.order_by().select_for_update().annotate(to=Value(version.pk, BigIntegerField()))
    columns = ("workspace_id", "pk", "stage_id", "wake_on", "to")
    chosen, params = rows.values_list(*columns).query.sql_with_params()
    table = connection.ops.quote_name(TakenAlong._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (workspace_id, deal_id, stage_id, wake_on, version_id) {chosen}",
            params,
        )


def forget_taken_along() -> int:
    """Drop what was remembered for publications that cannot be taken back any more; returns how many rows."""
    rows = TakenAlong.objects.across_workspaces("cleaning up after all of them")
    return rows.filter(version__published_at__lt=timezone.now() - TAKEN_BACK_WITHIN).delete()[0]


def lead_back(version: ProcessVersion) -> int:
    """Bring all deals that went along to `version` back to where they were; returns how many. Not a move."""
    taken = TakenAlong.objects.filter(workspace=version.workspace_id, version=version)
    stages = Stage.objects.filter(workspace=version.workspace_id, pk__in=taken.values("stage").distinct())
    return sum(_lead_back(version, stage, taken.filter(stage=stage)) for stage in stages)


def _lead_back(version: ProcessVersion, stage: Stage, taken: QuerySet) -> int:
    deals = Deal.with_deleted.filter(workspace=version.workspace_id, pk__in=taken.values("deal"))
    visits = StageVisit.objects.filter(workspace=version.workspace_id, stage__version=version, next_stage=None)
    visits.filter(deal__in=taken.values("deal")).update(stage=stage)
    count = deals.update(stage=stage, status=stage.kind, stale_at=stale_moment(stage))
    if stage.kind == StageKind.PARKED:
        for day in taken.exclude(wake_on=None).order_by().values_list("wake_on", flat=True).distinct():
            deals.filter(pk__in=taken.filter(wake_on=day).values("deal")).update(wake_on=day)
    return count
