"""What a deal's stage suggests, in figures."""

from stegvis.deals.models import Deal
from stegvis.processes.models import TaskTemplate


def tasks_of_stage(deal: Deal) -> int:
    """How many tasks the process suggests for the stage of `deal`."""
    return TaskTemplate.objects.filter(workspace=deal.workspace_id, stage=deal.stage_id).count()
