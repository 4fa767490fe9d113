"""How far one deal has come on the drawings of its process."""

from django.db.models import QuerySet

from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.deals.queries.deal_page.proofs import proofs_of
from stegvis.deals.queries.deal_page.road import VISITS
from stegvis.processes.drawings import Drawing
from stegvis.processes.models import Stage
from stegvis.processes.overlays import Progress
from stegvis.processes.suggestions import key_of
from stegvis.timeline.models import Task


def progress_of(deal: Deal, drawing: Drawing) -> Progress:
    """Where `deal` is and was, what its buyer has shown, which suggested tasks are done. Three queries."""
    visits = VISITS(workspace=deal.workspace_id, deal=deal.pk)
    done = {key for (key,) in DONE(workspace=deal.workspace_id, deal=deal.pk)}
    ticked = {
        (drawn.key, task.title)
        for drawn in (*drawing.stages, *drawing.others)
        for task in drawn.tasks
        if key_of(drawn.key, task.title) in done
    }
    been = frozenset(lineage for lineage, *_times in visits)
    return Progress(deal.stage.lineage, been, frozenset(proofs_of(deal)), frozenset(ticked))


def stage_is_gone(deal: Deal) -> bool:
    """Whether the process in force has no stage any more that goes on from the one `deal` is in."""
    if deal.stage.version_id == deal.process.current_id:
        return False
    now = Stage.objects.filter(workspace=deal.workspace_id, version=deal.process.current_id)
    return not now.filter(lineage=deal.stage.lineage).exists()


def _done(workspace: int, deal: int) -> QuerySet:
    tasks = Task.objects.filter(workspace=workspace, deal=deal, done_at__isnull=False)
    return tasks.exclude(suggestion="").order_by().values_list("suggestion")


DONE = Written(_done)
