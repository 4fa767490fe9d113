"""What a deal's stage suggests and the deal has not got yet."""

from stegvis.deals.models import Deal, StageVisit
from stegvis.processes.models import StageKind, TaskTemplate
from stegvis.processes.suggestions import key_of
from stegvis.timeline.models import DroppedSuggestion, Task


def suggestions_for(deal: Deal, all_of_them: bool = False) -> list[TaskTemplate]:
    """Suggestions of the deal's stage, with it, in order; without those it has as a task or that were dropped."""
    found = list(TaskTemplate.objects.filter(workspace=deal.workspace_id, stage=deal.stage_id).select_related("stage"))
    if all_of_them or not found:
        return found
    return _not_known(deal, found)


def left_behind(deal: Deal) -> list[TaskTemplate]:
    """Suggestions of open stages that the deal has left, neither taken nor dropped there; in the order of the path."""
    been = StageVisit.objects.filter(workspace=deal.workspace_id, deal=deal).exclude(stage__lineage=deal.stage.lineage)
    found = TaskTemplate.objects.filter(
        workspace=deal.workspace_id,
        stage__version=deal.stage.version_id,
        stage__kind=StageKind.OPEN,
        stage__lineage__in=been.values("stage__lineage"),
    )
    return _not_known(deal, list(found.select_related("stage").order_by("stage__position", "position", "id")))


def _not_known(deal: Deal, suggestions: list[TaskTemplate]) -> list[TaskTemplate]:
    """Of `suggestions` those that are no tasks of the deal and were not dropped on it."""
    if not suggestions:
        return []
    here = {"workspace": deal.workspace_id, "deal": deal}
    known = set(Task.objects.filter(**here).exclude(suggestion="").values_list("suggestion", flat=True))
    known |= set(DroppedSuggestion.objects.filter(**here).values_list("suggestion", flat=True))
    return [one for one in suggestions if key_of(one.stage.lineage, one.title) not in known]
