"""The stages of a deal's version with what belongs to them: one query."""

from dataclasses import dataclass

from django.db.models import OuterRef

from stegvis.core.json_rows import JsonRows
from stegvis.deals.models import Deal
from stegvis.processes.models import ExitCriterion, Stage, StageKind, TaskTemplate

FIELDS = ("id", "lineage", "kind", "name", "definition", "expected_days", "buyer_phase_id", "buyer_phase__name")


@dataclass(frozen=True, slots=True)
class PageStage:
    """A stage; `criteria` are dicts of id, lineage, text, hard; `tasks` (of the deal's stage only) of title, note."""

    id: int
    lineage: str
    kind: str
    name: str
    definition: str
    expected_days: int | None
    phase_id: int | None
    phase: str | None
    criteria: list[dict]
    tasks: list[dict]

    @property
    def is_open(self) -> bool:
        """Whether a deal here can still be won."""
        return self.kind == StageKind.OPEN


def stages_around(deal: Deal) -> list[PageStage]:
    """All stages of the version in which `deal` runs, in order."""
    stages = Stage.objects.filter(workspace=deal.workspace_id, version=deal.stage.version_id)
    rows = stages.annotate(criteria=_criteria(), tasks=_tasks(deal)).order_by("position", "id")
    return [PageStage(*row) for row in rows.values_list(*FIELDS, "criteria", "tasks")]


def _criteria() -> JsonRows:
    criteria = ExitCriterion.objects.filter(stage=OuterRef("pk")).order_by("position", "id")
    return JsonRows(criteria, id="id", lineage="lineage", text="text", hard="hard")


def _tasks(deal: Deal) -> JsonRows:
    tasks = TaskTemplate.objects.filter(stage=OuterRef("pk"), stage_id=deal.stage_id).order_by("position", "id")
    return JsonRows(tasks, title="title", note="note", kind="kind", due_days="due_days")
