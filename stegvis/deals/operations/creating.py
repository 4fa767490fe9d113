"""Making deals."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.written import Written, columns, insert_written
from stegvis.deals.gates import hard_before
from stegvis.deals.models import Deal, StageMove
from stegvis.deals.operations.moving import begin_visit
from stegvis.deals.paths import deal_after
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.workspaces.operations.own_values import index_values, new_values
from stegvis.workspaces.permissions import Actor, member_of, require, signed


@transaction.atomic
def create_deal(
    *,
    by: Actor,
    process: Process,
    stage: Stage | None = None,
    at: datetime | None = None,
    people: Sequence = (),
    **facts,
) -> Deal:
    """A new deal in `stage` (else the first open stage of the process' current version), with its first move.

    `facts` are fields of Deal, and `own`: values of the workspace's own fields by key.
    Without an owner it belongs to the member who makes it. `at` is for the demo and
    imports, which take deals as they are. Raises PermissionDenied, and Refused for an archived process, one without
    an open stage, and a stage behind a hard criterion.
    """
    own = facts.pop("own", None)
    if at is None:
        _refuse_start(process, stage)
    stage = stage or first_stage(process)
    facts.setdefault("owner", member_of(by))
    facts.setdefault("currency", by.workspace.currency)
    at = at or timezone.now()
    deal = Deal(workspace=by.workspace, process=process, stage=stage, created_at=at, **facts, **deal_after(stage, at))
    require(by, "create", deal)
    deal.fields = new_values(own, "deal", by=by) if own else None
    insert_written(deal)
    if own:
        index_values(deal, map("own:{}".format, own), by=by)
    begin_path(deal, at=at, by=by)
    for person in people:
        deal.stakeholders.create(workspace=by.workspace, person=person)
    return deal


def _refuse_start(process: Process, stage: Stage | None) -> None:
    if process.archived_at:
        raise Refused(
            _("The process “%(process)s” is archived. Start the deal in another.") % {"process": process.name}
        )
    criterion = hard_before(stage) if stage else None
    if criterion and stage:
        facts = {"stage": stage.name, "criterion": criterion.text}
        raise Refused(_("Before “%(stage)s” this has to be shown: %(criterion)s. Start in an earlier stage.") % facts)


def first_stage(process: Process) -> Stage:
    """Where new deals of `process` start."""
    found = FIRST.instances(Stage, workspace=process.workspace_id, version=process.current_id or 0)
    if not found:
        raise Refused(_("The process “%(process)s” has no open stage.") % {"process": process.name})
    return found[0]


def _first(workspace: int, version: int) -> QuerySet:
    stages = Stage.objects.filter(workspace=workspace, version=version, kind=StageKind.OPEN)
    return stages.values_list(*columns(Stage))[:1]


FIRST = Written(_first)


def begin_path(deal: Deal, *, at: datetime, by: Actor) -> StageMove:
    """The first move and visit of a new deal."""
    begin_visit(deal, 1, deal.stage_id, at)
    move = StageMove(
        workspace_id=deal.workspace_id,
        deal=deal,
        sequence=1,
        to_stage_id=deal.stage_id,
        at=at,
        **signed(by),
    )
    insert_written(move)
    return move
