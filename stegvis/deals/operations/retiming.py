"""Saying anew when deals become stale: their stage got other patience, or the buyer was heard."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import DateTimeField, Expression, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce, Least

from stegvis.deals.models import Deal
from stegvis.processes.models import Stage, StageKind


def retime_deals(stage: Stage) -> int:
    """Say anew when the deals in `stage` become stale, after its days changed; returns how many."""
    return Deal.with_deleted.filter(workspace=stage.workspace_id, stage=stage).update(stale_at=stale_moment(stage))


def follow_contact(workspace: int, deals: Collection[int]) -> None:
    """Say anew when these deals become stale, after their last contact changed. One statement for each stage."""
    within = Deal.with_deleted.filter(workspace=workspace, pk__in=deals, status=StageKind.OPEN)
    stages = within.order_by().values("stage").distinct()
    for stage in Stage.objects.filter(workspace=workspace, pk__in=stages):
        within.filter(stage=stage).update(stale_at=stale_moment(stage))


def stale_moment(stage: Stage) -> Expression:
    """As `paths.stale_at`, for the database to work out."""
    ends = []
    if stage.kind == StageKind.OPEN and stage.stale_after is not None:
        ends.append(_after("entered_at", float(stage.stale_after)))
    if stage.kind == StageKind.OPEN and stage.silence_days:
        ends.append(_after("contacted_at", stage.silence_days))
    if len(ends) == 2:
        # SQLite's least of nothing and something is nothing.
        return Coalesce(Least(*ends), *ends, output_field=DateTimeField())
    return ends[0] if ends else Value(None, output_field=DateTimeField())


def _after(name: str, days: float) -> Expression:
    return ExpressionWrapper(F(name) + Value(timedelta(days=days)), output_field=DateTimeField())
