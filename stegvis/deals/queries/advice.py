"""What a deal's stage suggests, in figures."""

from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.processes.models import TaskTemplate


def tasks_of_stage(deal: Deal) -> int:
    """How many tasks the process suggests for the stage of `deal`."""
    return len(SUGGESTED(workspace=deal.workspace_id, stage=deal.stage_id))


SUGGESTED = Written(
    lambda workspace, stage: TaskTemplate.objects.filter(workspace=workspace, stage=stage).values_list("pk")
)
