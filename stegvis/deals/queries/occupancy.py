"""Which stages of a process hold deals: what a change of the process has to think of."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from stegvis.deals.models import Deal, DealTally
from stegvis.deals.queries.tallies import read_tallies
from stegvis.processes.models import Process, Stage, StageMapping
from stegvis.workspaces.models import Member


def occupied_stages(process: Process) -> set[int]:
    """Ids of the stages of the current version that hold living deals, private ones too."""
    stages = process.current.stages.values_list("pk", flat=True) if process.current else []
    tallies = DealTally.objects.filter(workspace=process.workspace_id, stage_id__in=list(stages), deals__gt=0)
    return set(tallies.values_list("stage_id", flat=True))


def seen_counts(member: Member, stages: Iterable[Stage]) -> dict[int, int]:
    """How many deals of each stage `member` may know of."""
    ids = [stage.pk for stage in stages]
    tallies = read_tallies(member, ids, None)
    return {pk: tallies.of([pk]).deals for pk in ids}


def has_deals(process: Process) -> bool:
    """Whether any deal was ever in `process`, deleted ones included: they may be restored."""
    return Deal.with_deleted.filter(workspace=process.workspace_id, process=process).exists()


def stages_left_behind(process: Process) -> list[Stage]:
    """Stages of earlier versions of `process` in which deals are, deleted ones included."""
    deals = Deal.with_deleted.filter(workspace=process.workspace_id, process=process)
    elsewhere = deals.exclude(stage__version=process.current_id).order_by()
    ids = list(elsewhere.values_list("stage_id", flat=True).distinct())
    return list(Stage.objects.filter(workspace=process.workspace_id, pk__in=ids))


def earlier_stages_with_deals(process: Process) -> list[Stage]:
    """Stages of earlier versions of `process` in which living deals are: asked stage by stage, as deals are many."""
    earlier = Stage.objects.filter(workspace=process.workspace_id, process=process).exclude(version=process.current_id)
    return list(earlier.filter(Exists(Deal.objects.filter(workspace=process.workspace_id, stage=OuterRef("pk")))))


def destinations(process: Process, stages: Iterable[Stage]) -> dict[Stage, Stage]:
    """Where the mappings of later versions led each of these earlier stages: a stage of the current version.

    Stages whose deals were to stay lead nowhere, until a later version takes them along after all.
    """
    steps = StageMapping.objects.filter(workspace=process.workspace_id, version__process=process, moves=True)
    nexts = dict(steps.order_by("version__number").values_list("before_id", "after_id"))
    now = {stage.pk: stage for stage in process.current.stages.all()}
    found = {}
    for stage in stages:
        place = stage.pk
        while place in nexts and place not in now:
            place = nexts[place]
        if place in now:
            found[stage] = now[place]
    return found
