"""Changing a process that deals run in: they go to the new version in the same moment, without a move."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Value,
    When,
)
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.operations.leading import remember_deals
from stegvis.deals.operations.retiming import retime_deals, stale_moment
from stegvis.deals.queries.occupancy import destinations, has_deals, occupied_stages, stages_left_behind
from stegvis.processes.drafts import StageDraft
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.processes.operations.arranging import rename_process
from stegvis.processes.operations.publishing import Publication, publish_version
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import refresh
from stegvis.workspaces.permissions import Actor, require

Mapped = dict[Stage, Stage]


@dataclass(frozen=True)
class Terms:
    """Which deals are not taken along, what a new version is called and why it is, what is done before deals follow."""

    staying: Collection[int] = ()
    note: tuple[str, str] = ("", "")
    first: Callable[[Publication], None] = lambda publication: None


@transaction.atomic
def change_process(
    process: Process,
    stages: Sequence[StageDraft],
    *,
    by: Actor,
    mapping: Mapping[int, int] | None = None,
    seen: str | None = None,
    name: str | None = None,
    summary: str | None = None,
    terms: Terms | None = None,
) -> Publication:
    """Publish `stages` (see `publish_version`) and take the deals along; a removed stage with deals must be mapped.

    With `terms` only chosen deals go along: those of stages that stay finish in the version they run in, and a removed
    stage needs no mapping.

    Deals keep their history, their day of entry and their outcome. `name` and `summary` of the process are changed
    with it, where given. Raises PermissionDenied, ChangedMeanwhile, Refused.
    """
    refresh(process)
    require(by, "processes", process)
    chosen = {"staying": terms.staying, "note": terms.note} if terms else {"occupied": occupied_stages(process)}
    publication = publish_version(process, stages, by=by, mapping=mapping, seen=seen, **chosen)
    if name is not None and (name, summary) != (process.name, process.summary):
        rename_process(process, name, summary=summary, by=by)
    for stage in publication.retimed:
        retime_deals(stage)
    if publication.is_new:
        if terms:
            terms.first(publication)
        publication = replace(publication, settled=settle_deals(process))
        # Once more for deals that others were writing meanwhile, in the stages they knew.
        transaction.on_commit(lambda: settle_deals(process))
    return publication


@transaction.atomic
def delete_process(process: Process, *, by: Actor) -> Deletion:
    """Delete a process no deal was ever in; one with deals is Refused: it can be archived."""
    require(by, "processes", process)
    if has_deals(process):
        raise Refused(_("Deals run in “%(process)s”. Archive it instead: nothing is lost.") % {"process": process.name})
    return delete_records([process], by=by, verb="processes")


def settle_deals(process: Process) -> int:
    """Bring every deal of `process` that is still in an earlier version to the current one; returns how many.

    One statement for all stages: a deal that is being moved while this runs is then judged by where it ends up.
    """
    with transaction.atomic():
        mapped = destinations(process, stages_left_behind(process))
        if not mapped:
            return 0
        deals = Deal.with_deleted.filter(workspace=process.workspace_id, stage__in=list(mapped))
        remember_deals(process.current, deals)
        _settle_visits(process, mapped)
        return deals.update(stage_id=_successor(mapped), **_following(mapped))


def _settle_visits(process: Process, mapped: Mapped) -> None:
    """A stay that has not ended goes on in the stage's successor; ended ones are history."""
    visits = StageVisit.objects.filter(workspace=process.workspace_id, stage__in=list(mapped), next_stage=None)
    visits.update(stage_id=_successor(mapped))


def _successor(mapped: Mapped) -> Case:
    return _by_stage({a: Value(b.pk) for a, b in mapped.items()}, "stage_id", BigIntegerField())


def _following(mapped: Mapped) -> dict[str, Case]:
    """What else changes with the stage, and only where it does: a stage's successor is mostly like it."""
    kinds = {a: Value(b.kind) for a, b in mapped.items() if a.kind != b.kind}
    stale = {a: stale_moment(b) for a, b in mapped.items() if _patience(a) != _patience(b)}
    woken = {a: Value(None) for a, b in mapped.items() if a.kind == StageKind.PARKED != b.kind}
    facts = {"status": (kinds, CharField()), "stale_at": (stale, DateTimeField()), "wake_on": (woken, DateField())}
    return {name: _by_stage(cases, name, field) for name, (cases, field) in facts.items() if cases}


def _patience(stage: Stage) -> tuple:
    return stage.kind, stage.expected_days, stage.silence_days


def _by_stage(cases: Mapping[Stage, Expression], otherwise: str, field: Field) -> Case:
    """The value for the stage a row is in; rows of other stages keep what they have."""
    whens = [When(stage_id=stage.pk, then=value) for stage, value in cases.items()]
    return Case(*whens, default=F(otherwise), output_field=field)
