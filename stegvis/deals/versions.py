"""Deals stay in the version of the process that they run in; a board shows the current one."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.processes.models import Stage, StageKind


def counterpart(deal: Deal, stage: Stage) -> Stage:
    """The stage of the deal's own version that `stage` of any version of its process means; Refused without one.

    A stage of another process is returned as it is: the move refuses it.
    """
    version = deal.stage.version_id
    if stage.version_id == version or stage.process_id != deal.process_id:
        return stage
    like = deal.stage.version.stages.filter(kind=stage.kind)
    own = like.filter(lineage=stage.lineage).first()
    if own is None and stage.kind != StageKind.OPEN:
        own = like.first()
    if own is None:
        facts = {"stage": stage.name}
        raise Refused(_("This deal runs in an earlier version of the process, which has no “%(stage)s”.") % facts)
    return own


def way_back(deal: Deal, stages: Iterable[Stage]) -> Stage | None:
    """Of the open `stages` of its version the one `deal` was last in; the first one where it was in none of them."""
    known = list(stages)
    been = deal.visits.filter(stage__kind=StageKind.OPEN).select_related("stage").last()
    again = [stage for stage in known if been and stage.lineage == been.stage.lineage]
    return next(iter([*again, *known]), None)
