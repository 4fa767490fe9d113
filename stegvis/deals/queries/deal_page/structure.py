"""The stages of a deal's version with what belongs to them: one query."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet

from stegvis.core.json_rows import JsonRows
from stegvis.core.written import Written
from stegvis.deals.models import Deal
from stegvis.processes.models import Branch, ExitCriterion, Stage, StageKind, TaskTemplate

FIELDS = (
    "id", "lineage", "kind", "name", "definition", "expected_days", "buyer_phase_id", "buyer_phase__name",
    "buyer_phase__commitments",
)  # fmt: skip
CRITERIA = JsonRows(
    ExitCriterion.objects.filter(stage=OuterRef("pk")).order_by("position", "id"),
    id="id",
    lineage="lineage",
    text="text",
    hard="hard",
)
BRANCHES = JsonRows(Branch.objects.filter(stage=OuterRef("pk")).order_by("position", "id"), text="text", to="to__name")
TASKS = JsonRows(
    TaskTemplate.objects.filter(stage=OuterRef("pk")).order_by("position", "id"),
    title="title",
    note="note",
    kind="kind",
    due_days="due_days",
)


@dataclass(frozen=True, slots=True)
class PageStage:
    """A stage; `criteria` are dicts of id, lineage, text, hard; `tasks` of title, note, kind, due_days,
    `branches` of text and to (a stage's name). `promises` are what the buyer's phase commits the buyer to.
    """

    id: int
    lineage: str
    kind: str
    name: str
    definition: str
    expected_days: int | None
    phase_id: int | None
    phase: str | None
    promises: list | None
    criteria: list[dict]
    tasks: list[dict]
    branches: list[dict]

    @property
    def commitments(self) -> list[str]:
        """What the buyer commits to in this phase."""
        return [str(one) for one in self.promises] if isinstance(self.promises, list) else []

    @property
    def is_open(self) -> bool:
        """Whether a deal here can still be won."""
        return self.kind == StageKind.OPEN


def stages_around(deal: Deal) -> list[PageStage]:
    """All stages of the version in which `deal` runs, in order."""
    return [PageStage(*row) for row in STAGES(workspace=deal.workspace_id, version=deal.stage.version_id)]


def _stages(workspace: int, version: int) -> QuerySet:
    stages = Stage.objects.filter(workspace=workspace, version=version).order_by("position", "id")
    return stages.annotate(criteria=CRITERIA, tasks=TASKS, ways=BRANCHES).values_list(
        *FIELDS, "criteria", "tasks", "ways"
    )


STAGES = Written(_stages)
