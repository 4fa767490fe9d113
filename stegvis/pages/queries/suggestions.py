"""What a deal's stage suggests and the deal has not got yet."""

from stegvis.deals.models import Deal
from stegvis.deals.operations.suggesting import key_of
from stegvis.processes.models import TaskTemplate
from stegvis.timeline.models import DroppedSuggestion, Task


def suggestions_for(deal: Deal, all_of_them: bool = False) -> list[TaskTemplate]:
    """Suggestions of the deal's stage, with it, in order; without those it has as a task or that were dropped."""
    found = list(TaskTemplate.objects.filter(workspace=deal.workspace_id, stage=deal.stage_id).select_related("stage"))
    if all_of_them or not found:
        return found
    here = {"workspace": deal.workspace_id, "deal": deal}
    known = set(Task.objects.filter(**here).exclude(suggestion="").values_list("suggestion", flat=True))
    known |= set(DroppedSuggestion.objects.filter(**here).values_list("suggestion", flat=True))
    return [one for one in found if key_of(one.stage.lineage, one.title) not in known]
