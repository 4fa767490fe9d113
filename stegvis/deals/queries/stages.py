"""The stages of a process as a board has them: columns of the current version, and what lies outside them.

Deals stay in the version they run in. A column therefore holds the deals of all stages of its lineage; open stages of
earlier versions that did not live on get columns of their own, for as long as there are deals in them.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, F, QuerySet

from stegvis.core.written import Written
from stegvis.processes.models import Stage, StageKind
from stegvis.workspaces.models import Member

FIELDS = ("id", "version_id", "lineage", "kind", "name", "expected_days", "probability", "buyer_phase__name")


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage; `criteria` is how much evidence lets a deal leave it."""

    id: int
    version_id: int
    lineage: str
    kind: str
    name: str
    expected_days: int | None
    probability: int | None
    buyer_phase: str | None
    criteria: int
    current_version_id: int | None

    @property
    def is_current(self) -> bool:
        """Whether it belongs to the version that new deals start in."""
        return self.version_id == self.current_version_id


@dataclass(frozen=True)
class Stages:
    """All stages of one process, in order, of all its versions."""

    rows: tuple[StageRow, ...] = ()
    by_id: dict[int, StageRow] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[int]:
        """Ids of the stages of these kinds."""
        return [row.id for row in self.rows if row.kind in kinds]

    def current(self, kind: str) -> list[StageRow]:
        """The stages of `kind` in the current version."""
        return [row for row in self.rows if row.kind == kind and row.is_current]

    def columns(self, occupied: Collection[int]) -> list[tuple[StageRow, list[int]]]:
        """Each column's stage and the ids of all open stages whose deals it shows; `occupied` ones are not lost."""
        heads = {row.lineage: row for row in self.current(StageKind.OPEN)}
        for row in self.rows:
            if row.kind == StageKind.OPEN and row.id in occupied:
                heads.setdefault(row.lineage, row)
        return [(head, self._of_lineage(lineage)) for lineage, head in heads.items()]

    def _of_lineage(self, lineage: str) -> list[int]:
        return [row.id for row in self.rows if row.lineage == lineage and row.kind == StageKind.OPEN]


def stages_of(member: Member, process_id: int) -> Stages:
    """The stages of a process of the member's workspace."""
    rows = tuple(StageRow(*row) for row in STAGES(workspace=member.workspace_id, process=process_id))
    return Stages(rows, {row.id: row for row in rows})


def _stages(workspace: int, process: int) -> QuerySet:
    found = Stage.objects.filter(workspace=workspace, process=process).order_by("position", "id")
    return found.annotate(criteria=Count("exit_criteria")).values_list(*FIELDS, "criteria", "process__current_id")


STAGES = Written(_stages)


def stage_choices(member: Member) -> list[tuple[str, list[tuple[int, str]]]]:
    """The stages of the current version of every process in use, by process: what a form offers."""
    found = Stage.objects.filter(workspace=member.workspace_id, version=F("process__current"))
    living = found.filter(process__deletion=None, process__archived_at=None)
    rows = living.order_by("process__position", "process__id", "position", "id")
    groups: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for process, name, pk, stage in rows.values_list("process", "process__name", "pk", "name"):
        groups.setdefault((process, name), []).append((pk, stage))
    return [(name, stages) for (_process, name), stages in groups.items()]
